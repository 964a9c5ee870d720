"""Sentences that a collection's documents end or begin with, whatever they are about: shared boilerplate.

Needed where nothing has removed promos before: a long tail under every story of an outlet makes two stories
out of three "similar", and comparing all that share one is quadratic.

Observed: a promo stands in documents that otherwise have nothing in common, and always at their end (or
head). The sentences of a story that a hundred outlets carry are as frequent, but so is the rest of the
documents they stand in. And where a scanner spoiled most sentences of a story, the few that survive are
followed by others, so they are not at the end.

The rule looks at the documents that a sentence stands in. Others of their sentences stand in most of these
too (the rest of the boilerplate), or in one of OWN_IN_ONE_OF at most (a document's own), or in between
(stories that some of them share). Sentences are told apart by their last words here, for copies of one story
differ in the dateline before it. A document speaks for boilerplate when it holds, before the sentence, a
story of its own: MIN_OWN_SHARE of its words and MIN_OWN_WORDS, and MIN_OWN_OF_STORY of all that is not
boilerplate, and from the sentence to the end hardly anything of its own that stands in fewer than
MIN_DOCUMENTS texts altogether: a legal line that all outlets print is followed by the promos of each. A
document with less than that before it, but nothing shared either, says nothing (a brief; or a title over
somebody else's story), and all others speak against it. MIN_DOCUMENTS must be for it, MIN_AGREEING of those
that say something, and MAX_UNDECIDED may say nothing.

What is found is cut, and what is left is looked at again until nothing more is found: a paragraph that two
outlets print among their own boilerplate is seen only when that is known. Heads are the same, read backwards.
What is cut from a text is its head and its tail up to the last such sentence. Of the documents of a sentence
MAX_SAMPLED are looked at.

Tried: a share of MIN_OWN_SHARE of 0.3 and no more: a site was missed when a fifth of its documents were
shorter than that, and its tail joined all it had. A number of words alone takes a story under many titles for
a tail. Two or three texts are too few to tell; such a pair is refused one by one (`verify`).

A mistake costs: boilerplate that stays makes candidates in vain, which the verdict refuses, and drowns a
short copy; a story's own last sentence taken for boilerplate shortens what is compared by one sentence.
Promos between paragraphs stay; in the warehouse these are removed before, site by site.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import (
    MAX_OTHER_SHARE,
    NO_BOILERPLATE,
    Hashes,
    SharedBoilerplate,
    kept_between,
)
from dedupe.articles.boilerplate.evidence import (
    MIN_AGREEING,
    MIN_DOCUMENTS,
    MIN_OWN_OF_STORY,
    MIN_OWN_WORDS,
    MIN_SENTENCE_WORDS,
)
from dedupe.articles.boilerplate.grown_tails import grown_tails
from dedupe.articles.mixing import among, distinct, mix64
from dedupe.articles.text.sentences import Sentences, backwards, some_of

OWN_IN_ONE_OF = 4
MIN_OWN_SHARE = 0.08
MAX_UNDECIDED = 0.6

MAX_SAMPLED = 32

_AT_ONCE = 1 << 18
"""Sentences of sampled documents that are looked at together."""

Numbers = npt.NDArray[np.int64]
Words = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Spread:
    """The distinct sentences of a collection: number i has `hashes[i]`, in ascending order, and `words[i]`
    words; it stands in the `counts[i]` texts from `texts[begin[i]]` on. `number[s]` is that of sentence s."""

    hashes: Hashes
    words: npt.NDArray[np.float32]
    counts: Numbers
    texts: Hashes
    begin: Numbers
    number: Hashes


@dataclass(frozen=True)
class _Documents:
    """Sampled documents of some sentences; document d is one of sentence `of[d]`'s `sampled[of[d]]`.

    Sentence e of a document is `place[e]` of the collection, in `document[e]`; document d has those from
    `starts[d]` up to `starts[d + 1]`.
    """

    of: Numbers
    sampled: Numbers
    place: Numbers
    document: Numbers
    starts: Numbers


@dataclass(frozen=True)
class _Sums:
    """Words of documents, summed from the first sentence on: every one, those of sentences of their own, of
    those that some share, and of their own that hardly any document at all shares."""

    every: Words
    own: Words
    between: Words
    single: Words

    def judge(self, first: Numbers, here: Numbers, last: Numbers) -> tuple[Marks, Marks]:
        """Whether each document speaks for boilerplate from `here` on, and whether it says nothing."""
        own, between = self.own[here] - self.own[first], self.between[here] - self.between[first]
        rest = self.single[last] - self.single[here] <= MAX_OTHER_SHARE * (
            self.every[last] - self.every[here]
        )
        least = np.maximum(MIN_OWN_WORDS, MIN_OWN_SHARE * (self.every[last] - self.every[first]))
        mostly_own = (own >= MIN_OWN_OF_STORY * (own + between)) | (own + between < MIN_OWN_WORDS)
        under = (own >= least) & mostly_own & rest
        short: Marks = mostly_own & rest & ~under
        return under, short


def find_shared_boilerplate(sentences: Sentences) -> SharedBoilerplate:
    """The boilerplate of a collection, which should be whole: what is rare depends on all of it.

    Heads are looked for where the tails are cut: stories above the promos of many outlets look like heads.
    """
    tails, left = _all_tails(sentences)
    heads, _ = _all_tails(backwards(left))
    return SharedBoilerplate(heads, tails)


def _all_tails(sentences: Sentences) -> tuple[Hashes, Sentences]:
    """The tails, and those that are seen only when these are cut: what several outlets print above theirs.
    And what cutting them all leaves."""
    spread, left = _spread(sentences), sentences
    tails = found = _new_tails(sentences, spread, NO_BOILERPLATE.tails)
    while len(found):
        tails = _with_grown(sentences, spread, np.union1d(tails, found))
        left = _without_tails(sentences, among(spread.hashes, tails)[spread.number])
        found = np.setdiff1d(_new_tails(left, _spread(left), tails), tails)
    return tails, left


def _with_grown(sentences: Sentences, spread: _Spread, tails: Hashes) -> Hashes:
    """The tails and the lines by which they have grown, and these by others."""
    counts, known = spread.counts[spread.number], 0
    while known < len(tails):
        known = len(tails)
        is_tail = among(spread.hashes, tails)[spread.number]
        tails = np.union1d(tails, grown_tails(sentences, is_tail, counts))
    return tails


def _without_tails(sentences: Sentences, is_tail: Marks) -> Sentences:
    """What cutting these tails leaves."""
    begin, end = kept_between(sentences, np.zeros_like(is_tail), is_tail)
    return some_of(sentences, begin, end)


def _new_tails(sentences: Sentences, spread: _Spread, known: Hashes) -> Hashes:
    """The sentences that are boilerplate at the end of texts, beside those that are known to be; sorted."""
    often = np.flatnonzero((spread.counts >= MIN_DOCUMENTS) & (spread.words >= MIN_SENTENCE_WORDS))
    is_known = among(spread.hashes, known)
    found = [some[_are_tails(sentences, spread, is_known, some)] for some in _parts(sentences, spread, often)]
    tails: Hashes = spread.hashes[np.sort(np.concatenate([often[:0], *found]))]
    return tails


def _spread(sentences: Sentences) -> _Spread:
    both = sentences.hashes.astype(np.uint64)  # in place, since a collection has millions
    both <<= np.uint64(32)
    both |= np.arange(len(both), dtype=np.uint64)
    both.sort()
    place = both.astype(np.uint32)
    both >>= np.uint64(32)
    hashes = both.astype(np.uint32)
    del both
    text = np.repeat(np.arange(len(sentences), dtype=np.uint32), np.diff(sentences.starts))[place]
    is_first = np.diff(hashes, prepend=~hashes[:1]) != 0
    once = is_first | (np.diff(text, prepend=~text[:1]) != 0)
    begin, number = np.flatnonzero(is_first[once]), np.empty(len(place), np.uint32)
    number[place] = np.cumsum(is_first, dtype=np.uint32) - np.uint32(1)
    return _Spread(
        hashes=hashes[is_first],
        words=sentences.words[place[np.append(is_first[1:], True)[: len(place)]]],
        counts=np.diff(begin, append=np.count_nonzero(once)),
        texts=text[once],
        begin=begin,
        number=number,
    )


def _parts(sentences: Sentences, spread: _Spread, often: Numbers) -> list[Numbers]:
    """The sentences `often` in parts of which the documents fit in memory together."""
    if not len(often):
        return []
    first, of = _alike_sampled(spread, often)
    lead = often[first]
    lengths = np.add.reduceat(np.diff(sentences.starts)[spread.texts], spread.begin)[lead]
    load = np.cumsum(lengths * np.minimum(1.0, MAX_SAMPLED / spread.counts[lead]))
    part = (load / _AT_ONCE).astype(np.int64)[of]
    order = np.argsort(part, kind="stable")
    return np.split(often[order], np.flatnonzero(np.diff(part[order])) + 1)


def _alike_sampled(spread: _Spread, some: Numbers) -> tuple[Numbers, Numbers]:
    """One of the sentences `some` for each sample of documents, and the number of the sample of each: the
    sentences of one tail stand in the same documents, which need to be looked at once."""
    sampled, texts = _sample(spread, some)
    sums = np.add.reduceat(mix64(texts.astype(np.uint64)), np.cumsum(sampled) - sampled)
    order = np.argsort(sums, kind="stable")
    is_first = np.diff(sums[order], prepend=~sums[order[:1]]) != 0
    of = np.empty(len(order), np.intp)
    of[order] = np.cumsum(is_first) - 1
    return order[is_first], of


def _are_tails(sentences: Sentences, spread: _Spread, is_known: Marks, some: Numbers) -> Marks:
    """Which of the sentences numbered `some`, which rise, are boilerplate; `is_known` says which of all are
    known to be."""
    if not len(some):
        return np.zeros(0, np.bool_)
    first, sample = _alike_sampled(spread, some)
    documents = _documents(sentences, spread, some[first])
    of = documents.of[documents.document]
    number, words = spread.number[documents.place], sentences.words[documents.place].astype(np.float64)
    beside = _beside(sentences.endings[documents.place], of)
    own = beside * OWN_IN_ONE_OF <= documents.sampled[of]
    between = ~own & (beside < MIN_AGREEING * documents.sampled[of]) & ~is_known[number]
    single = own & (spread.counts[number] < MIN_DOCUMENTS)
    sums = _Sums(*(_running(np.where(which, words, 0)) for which in (True, own, between, single)))
    which = np.full(len(spread.hashes), -1)
    which[some] = np.arange(len(some))
    one = which[number]
    here = np.flatnonzero((one >= 0) & (sample[one] == of))
    document = documents.document[here]
    under, short = sums.judge(documents.starts[document], here, documents.starts[document + 1])
    count, sampled = len(some), documents.sampled[sample]
    with_it, speaking = (
        _documents_of(one[here[which]], document[which], count, len(documents.of))
        for which in (under, under | short)
    )
    undecided = speaking - with_it
    found: Marks = (with_it >= MIN_DOCUMENTS) & (with_it >= MIN_AGREEING * (sampled - undecided))
    return found & (undecided <= MAX_UNDECIDED * sampled)


def _documents_of(sentence: Numbers, document: Numbers, sentences: int, documents: int) -> Numbers:
    """How many documents are given for each sentence: one that has it twice counts once."""
    keys = distinct((sentence * documents + document).astype(np.uint64))
    return np.bincount((keys // np.uint64(max(documents, 1))).astype(np.intp), minlength=sentences)


def _running(words: Words) -> Words:
    """The sums of the first 0, 1, 2 … values."""
    return np.concatenate([[0.0], np.cumsum(words)])


def _sample(spread: _Spread, some: Numbers) -> tuple[Numbers, Hashes]:
    """How many texts are looked at for each of the sentences `some`, and these texts."""
    step = -(-spread.counts[some] // MAX_SAMPLED)
    sampled = -(-spread.counts[some] // step)
    of = np.repeat(np.arange(len(some)), sampled)
    return sampled, spread.texts[spread.begin[some][of] + _within(sampled) * step[of]]


def _documents(sentences: Sentences, spread: _Spread, some: Numbers) -> _Documents:
    sampled, texts = _sample(spread, some)
    of = np.repeat(np.arange(len(some)), sampled)
    begin, length = sentences.starts[texts], sentences.starts[texts + 1] - sentences.starts[texts]
    document = np.repeat(np.arange(len(texts)), length)
    place = begin[document] + _within(length)
    return _Documents(of, sampled, place, document, np.concatenate([[0], np.cumsum(length)]))


def _within(lengths: Numbers) -> Numbers:
    """0, 1, 2 … for each of the lengths, one after the other."""
    within: Numbers = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return within


def _beside(number: Hashes, of: Numbers) -> Numbers:
    """How often each sentence stands in the documents that were sampled for the same one."""
    keys = of.astype(np.uint64) << np.uint64(32) | number.astype(np.uint64)
    order = np.argsort(keys)
    begin = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]]))
    lengths = np.diff(begin, append=len(keys))
    beside = np.empty(len(keys), np.int64)
    beside[order] = np.repeat(lengths, lengths)
    return beside
