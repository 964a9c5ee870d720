"""The sentences of texts as hashes: a second way for copies to meet, and what boilerplate is found by.

Copies meet by how sentences end. Observed: where desks put a dateline before a sentence, rewrite its
beginning or a scanner misreads one word in eight, hardly a sentence is the same, but three or four end alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import mix64
from dedupe.articles.ranges import ranges
from dedupe.articles.text.words import Words, in_batches, read_words

_FACTOR = np.uint64(0xD6E8FEB86659FD93)

ENDING = 5
"""Words by which a sentence is known again under another dateline; a shorter one is known by all of it."""


@dataclass(frozen=True)
class Sentences:
    """The sentences of a batch of texts; text t has those from starts[t] up to starts[t + 1].

    Sentence i has `hashes[i]`, of its words in any order, and `endings[i]`, of its last ENDING words; the
    length `words[i]`; and begins with the word `first[i]` of the batch.
    """

    hashes: npt.NDArray[np.uint32]
    endings: npt.NDArray[np.uint32]
    words: npt.NDArray[np.float32]
    first: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.starts) - 1


def read_sentences(words: Words) -> Sentences:
    """Every sentence of a batch, short ones too."""
    if not len(words.hashes):
        none, hashes = np.zeros(0, np.int64), np.zeros(0, np.uint32)
        starts = np.zeros(len(words) + 1, np.int64)
        return Sentences(hashes, hashes, none.astype(np.float32), none.astype(np.int32), starts)
    first = np.flatnonzero(np.diff(words.sentence, prepend=-1))
    mixed = mix64(words.hashes * _FACTOR)
    sums = mix64(np.add.reduceat(mixed, first))
    return Sentences(
        hashes=(sums >> np.uint64(32)).astype(np.uint32),
        endings=_endings(mixed, first),
        words=np.add.reduceat(words.weight, first),
        first=first.astype(np.int32),
        starts=np.searchsorted(first, words.starts),
    )


def read_all_sentences(texts: Sequence[str]) -> Sentences:
    """The sentences of every text, a few texts at a time."""
    return concatenate([read_sentences(read_words(some)) for some in in_batches(texts)])


def _endings(mixed: npt.NDArray[np.uint64], first: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    last = np.append(first[1:], len(mixed)) - 1
    sums = mixed[last]
    for step in range(1, ENDING):
        sums = sums + mixed[np.maximum(last - step, first)] * (last - step >= first)
    return (mix64(sums) >> np.uint64(32)).astype(np.uint32)


def beginnings_of(words: Words, sentences: Sentences) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint32]]:
    """Which texts have a sentence, and how the first one of each of these begins: the hash of ENDING words.

    By it a text is known that breaks off in a sentence. All given are ENDING words long at least.
    """
    begun = np.diff(sentences.starts) > 0
    first = sentences.first[sentences.starts[:-1][begun]]
    sums = np.zeros(len(first), np.uint64)
    for step in range(ENDING):
        sums = mix64(sums + words.hashes[first + step])
    return begun, (sums >> np.uint64(32)).astype(np.uint32)


def at_least(sentences: Sentences, words: float) -> Sentences:
    """The sentences that are so many words long."""
    return only(sentences, sentences.words >= words)


def only(sentences: Sentences, which: npt.NDArray[np.bool_]) -> Sentences:
    """Some of the sentences; `which` has a mark for each."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(which)])
    return _chosen(sentences, which.nonzero()[0], before[sentences.starts])


def some_of(sentences: Sentences, begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> Sentences:
    """Of each text the sentences from its `begin` up to its `end`, by their numbers in the batch."""
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(end - begin)])
    return _chosen(sentences, ranges(begin, end), starts)


def rearranged(sentences: Sentences, texts: Sequence[Sequence[int]]) -> Sentences:
    """Texts made of those of the given numbers, one after the other; `first` is that in the text it is of."""
    order = np.array([number for each in texts for number in each], np.intp)
    some = some_of(sentences, sentences.starts[order], sentences.starts[order + 1])
    return replace(some, starts=some.starts[np.cumsum([0, *(len(each) for each in texts)])])


def _chosen(sentences: Sentences, places: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> Sentences:
    """The sentences at some places, of texts that begin at `starts` among them."""
    return Sentences(
        sentences.hashes[places],
        sentences.endings[places],
        sentences.words[places],
        sentences.first[places],
        starts,
    )


def backwards(sentences: Sentences) -> Sentences:
    """The collection read from its end, text by text and sentence by sentence."""
    return Sentences(
        sentences.hashes[::-1],
        sentences.endings[::-1],
        sentences.words[::-1],
        sentences.first[::-1],
        len(sentences.hashes) - sentences.starts[::-1],
    )


def concatenate(batches: list[Sentences]) -> Sentences:
    """The sentences of several batches as one; `first` still counts within each batch."""
    counts = np.cumsum([0, *(len(batch.hashes) for batch in batches)])
    starts = [batch.starts[:-1] + count for batch, count in zip(batches, counts, strict=False)]
    return Sentences(
        hashes=np.concatenate([np.zeros(0, np.uint32), *(batch.hashes for batch in batches)]),
        endings=np.concatenate([np.zeros(0, np.uint32), *(batch.endings for batch in batches)]),
        words=np.concatenate([np.zeros(0, np.float32), *(batch.words for batch in batches)]),
        first=np.concatenate([np.zeros(0, np.int32), *(batch.first for batch in batches)]),
        starts=np.concatenate([np.zeros(0, np.int64), *starts, counts[-1:]]),
    )


def separated(sentences: Sentences, texts: Sequence[int]) -> list[Sentences]:
    """Several batches that were concatenated, of so many texts each, where they lie: no copy is made."""
    borders = [0, *accumulate(texts)]
    return [_from_to(sentences, begin, end) for begin, end in pairwise(borders)]


def _from_to(sentences: Sentences, begin: int, end: int) -> Sentences:
    starts = sentences.starts[begin : end + 1]
    part = slice(int(starts[0]), int(starts[-1]))
    return Sentences(
        sentences.hashes[part],
        sentences.endings[part],
        sentences.words[part],
        sentences.first[part],
        starts - starts[0],
    )
