"""How two texts overlap, word by word.

A word is *shared* when it stands in a shingle that the other text has too. Counting words in place of
shingles forgives single changes: one mistyped word in eight leaves two thirds of the words shared, where of
the shingles of five words only half are left, and their Jaccard index is a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.articles.cut import NONE, Furniture, without
from dedupe.articles.shingle import WIDTH, Shingles, shingle
from dedupe.articles.words import Words, read_words

NEAR = 3
"""Numbers so many words from a shared one are held against the other text's."""

LONG_RUN = 8
"""Shared words in a row that two reports of one event seldom have by chance; a quote has more."""

STRAY = 0.05
"""The share of the shared words that does not count towards where the overlap begins."""


@dataclass(frozen=True)
class Text:
    """One text, ready to be compared: its words, and the shingle that begins at each but the last four."""

    hashes: npt.NDArray[np.uint64]
    is_number: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float32]
    shingles: npt.NDArray[np.uint32]
    sorted_shingles: npt.NDArray[np.uint32]
    length: float
    """Length in words, those of spaceless scripts at their worth."""


@dataclass(frozen=True)
class Side:
    """One text of an overlap, in words: its length, what of it is shared, what comes before that.

    `long_runs` are the shared words that stand at least LONG_RUN in a row.
    """

    length: float
    shared: float
    long_runs: float
    lead: float

    @property
    def contained(self) -> float:
        """The share of this text that the other has too."""
        return self.shared / self.length if self.length else 0.0


@dataclass(frozen=True)
class Overlap:
    """What two texts have in common. `numbers` near shared words were looked at, `agreeing` are in both."""

    a: Side
    b: Side
    numbers: int
    agreeing: int
    identical: bool
    """Word for word the same."""

    @property
    def resemblance(self) -> float:
        """Shared words over all words of both, 0 to 1: the Jaccard index, in words."""
        shared = (self.a.shared + self.b.shared) / 2
        union = self.a.length + self.b.length - shared
        return shared / union if union else 0.0

    @property
    def containment(self) -> float:
        """The share of the words of the shorter text that the longer has too."""
        return (self.a if self.a.length <= self.b.length else self.b).contained


def prepare(texts: Sequence[str], furniture: Furniture = NONE) -> list[Text]:
    """Texts ready to be compared, without the furniture at their ends."""
    words = without(read_words(texts), furniture)
    shingles = shingle(words)
    return [of_batch(words, shingles, text) for text in range(len(texts))]


def of_batch(words: Words, shingles: Shingles, text: int) -> Text:
    """Text number `text` of a batch."""
    part = slice(words.starts[text], words.starts[text + 1])
    weight, own = words.weight[part], shingles.of(text)
    return Text(words.hashes[part], words.is_number[part], weight, own, np.sort(own), float(weight.sum()))


def compare(a: Text, b: Text) -> Overlap:
    """The overlap of two texts; symmetric but for the names of the sides."""
    shared_a, shared_b = _shared(a, b), _shared(b, a)
    numbers_a, numbers_b = _numbers(a, shared_a), _numbers(b, shared_b)
    fewer, more = sorted((numbers_a, numbers_b), key=len)
    return Overlap(
        a=_side(a, shared_a),
        b=_side(b, shared_b),
        numbers=len(fewer),
        agreeing=len(np.intersect1d(fewer, more, assume_unique=True)),
        identical=np.array_equal(a.hashes, b.hashes),
    )


def _shared(text: Text, other: Text) -> npt.NDArray[np.bool_]:
    """Which words of `text` stand in a shingle of `other`; shape of its words."""
    if not len(text.shingles) or not len(other.shingles):
        return np.zeros(len(text.hashes), np.bool_)
    found = np.searchsorted(other.sorted_shingles, text.shingles)
    hits = other.sorted_shingles[np.minimum(found, len(other.sorted_shingles) - 1)] == text.shingles
    shared = np.zeros(len(text.hashes), np.bool_)
    for step in range(WIDTH):
        shared[step : step + len(hits)] |= hits
    return shared


def _side(text: Text, shared: npt.NDArray[np.bool_]) -> Side:
    weight = np.where(shared, text.weight, 0)
    sums = np.cumsum(weight)
    total = float(sums[-1]) if len(sums) else 0.0
    first = int(np.searchsorted(sums, STRAY * total, side="right"))
    return Side(
        length=text.length,
        shared=total,
        long_runs=_in_long_runs(shared, weight),
        lead=float(text.weight[:first].sum()),
    )


def _in_long_runs(shared: npt.NDArray[np.bool_], weight: npt.NDArray[np.float32]) -> float:
    steps = np.diff(shared.astype(np.int8), prepend=0, append=0)
    begin, end = np.flatnonzero(steps > 0), np.flatnonzero(steps < 0)
    sums = np.concatenate([np.zeros(1), np.cumsum(weight)])
    runs = sums[end] - sums[begin]
    return float(runs[runs >= LONG_RUN - 0.5].sum())


def _numbers(text: Text, shared: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """The distinct numbers in and beside the shared words."""
    places = np.flatnonzero(text.is_number)
    reach = np.concatenate([np.zeros(1, np.int64), np.cumsum(shared)])
    low, high = np.maximum(places - NEAR, 0), np.minimum(places + NEAR + 1, len(shared))
    return np.unique(text.hashes[places[reach[high] > reach[low]]])
