"""Sentences that a collection's documents end or begin with, whatever they are about: its furniture.

Needed where nothing has removed promos before: a long tail under every story of an outlet makes two stories
out of three "similar", and comparing all that share one is quadratic.

Observed: a promo stands in documents that otherwise consist of much rarer text, and always at their end (or
head). The sentences of a story that a hundred outlets carry are as frequent, but so is the rest of the
documents they stand in. And where a scanner spoiled most sentences of a story, the few that survive are
followed by others, so they are not at the end.

The rule: a sentence is furniture when it stands in at least DOCUMENTS texts, and MOSTLY of these (1) consist
for OWN of sentences that are RARER times rarer, and (2) from it to the end, or from the beginning to it,
hold hardly anything else that is so rare and stands in fewer than DOCUMENTS texts: a legal line that all
outlets print is followed by the promos of each. What is cut from a text is its head and its tail up to the
last such sentence.

A mistake costs: furniture that stays makes candidates in vain, which the verdict refuses; a story's own last
sentence taken for furniture shortens what is compared by one sentence. Promos between paragraphs stay; in
the warehouse these are removed before, site by site.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import distinct
from dedupe.articles.sentences import Sentences, read_sentences
from dedupe.articles.words import Words, keep

DOCUMENTS = 8
RARER = 4
OWN = 0.3
MOSTLY = 0.8
ELSE = 0.2
"""Share of the words after (or before) a furniture sentence that may be rare: rotating headlines."""

WORDS = 4.0
"""Shorter sentences end many texts by chance; between furniture they go with it."""

REACH = 60
"""Sentences from either end of a text that are looked at."""

Hashes = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Furniture:
    """Hashes of the sentences that texts of a collection begin with, and end with; each sorted."""

    heads: Hashes
    tails: Hashes

    def __bool__(self) -> bool:
        return len(self.heads) + len(self.tails) > 0


NONE = Furniture(np.zeros(0, np.uint32), np.zeros(0, np.uint32))


def find_furniture(sentences: Sentences) -> Furniture:
    """The furniture of a collection, which should be whole: what is rare depends on all of it."""
    hashes, spread = _spread(sentences)
    if not len(spread) or spread.max() < DOCUMENTS:
        return NONE
    ending, beginning = np.zeros(len(hashes), np.int32), np.zeros(len(hashes), np.int32)
    length = np.zeros(len(hashes), np.float32)
    for text in _texts_with(sentences, hashes[spread >= DOCUMENTS]):
        part = slice(sentences.starts[text], sentences.starts[text + 1])
        of, words = np.searchsorted(hashes, sentences.hashes[part]), sentences.words[part]
        # A sentence that stands twice in a text counts once: += on an index array does not add up.
        ending[_ends(of[::-1], spread, words[::-1])] += 1
        beginning[_ends(of, spread, words)] += 1
        length[of] = words
    enough = np.where(length >= WORDS, np.maximum(DOCUMENTS, MOSTLY * spread), np.inf)
    return Furniture(hashes[beginning >= enough], hashes[ending >= enough])


def without(words: Words, furniture: Furniture) -> Words:
    """The words of a batch without the furniture at the head and tail of each text."""
    if not furniture:
        return words
    sentences = read_sentences(words)
    heads, tails = np.isin(sentences.hashes, furniture.heads), np.isin(sentences.hashes, furniture.tails)
    borders = np.append(sentences.first, len(words.hashes))
    parts = []
    for begin, end in pairwise(sentences.starts.tolist()):
        length = sentences.words[begin:end]
        head = _cut(heads[begin:end], length)
        tail = _cut(tails[begin:end][::-1], length[::-1])
        own = slice(begin + head, end - tail) if head + tail < end - begin else slice(begin, end)
        parts.append((int(borders[own.start]), int(borders[own.stop])))
    return keep(words, parts)


def _spread(sentences: Sentences) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The distinct sentences, sorted, and how many texts each stands in."""
    text = np.repeat(np.arange(len(sentences.starts) - 1, dtype=np.uint64), np.diff(sentences.starts))
    once = distinct(sentences.hashes.astype(np.uint64) << np.uint64(32) | text)
    hashes = (once >> np.uint64(32)).astype(np.uint32)
    begin = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))
    return hashes[begin], np.diff(begin, append=len(hashes))


def _texts_with(sentences: Sentences, some: Hashes) -> npt.NDArray[np.int64]:
    place = np.searchsorted(some, sentences.hashes)
    found = np.flatnonzero(some[np.minimum(place, len(some) - 1)] == sentences.hashes)
    texts = np.searchsorted(sentences.starts, found, side="right") - 1
    return texts[np.flatnonzero(np.diff(texts, prepend=-1))]


def _ends(
    of: npt.NDArray[np.int64], spread: npt.NDArray[np.int64], words: npt.NDArray[np.float32]
) -> npt.NDArray[np.int64]:
    """The sentences that have little that is rare before them, and much in the whole text."""
    often = np.flatnonzero(spread[of[:REACH]] >= DOCUMENTS)
    rare = spread[of][None, :] * RARER <= spread[of[often]][:, None]
    own = rare @ words >= OWN * words.sum()
    before = np.arange(len(of))[None, :] <= often[:, None]
    single = rare & (spread[of] < DOCUMENTS)
    plain = (single & before) @ words <= ELSE * (before @ words)
    found: npt.NDArray[np.int64] = of[often[own & plain]]
    return found


def _cut(furniture: npt.NDArray[np.bool_], words: npt.NDArray[np.float32]) -> int:
    """How many sentences from the beginning are furniture, but for the share of ELSE."""
    if not furniture.any():
        return 0
    own = np.cumsum(np.where(furniture, 0, words)) <= ELSE * np.cumsum(words)
    ends = np.flatnonzero(furniture & own)
    return int(ends[-1]) + 1 if len(ends) else 0
