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
from dedupe.articles.traits import ASKED, NAME, NUMBER, QUOTED
from dedupe.articles.words import Words, read_words

NEAR = 3
"""Facts so many words from a shared one are held against the other text's."""

GAP = 25
"""Words of its own between shared ones that one text has in another's place."""

ANSWER = 3
"""Words after a shared question that are looked at."""

LONG_RUN = 8
"""Shared words in a row that two reports of one event seldom have by chance; a quote has more."""

STRAY = 0.05
"""The share of the shared words that does not count towards where the overlap begins."""


Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Text:
    """One text, ready to be compared: its words, and the shingle that begins at each but the last four.

    `shingles` are distinct and sorted; the one that begins at word w is number `of[w]` of them.
    """

    hashes: npt.NDArray[np.uint64]
    facts: npt.NDArray[np.uint64]
    traits: npt.NDArray[np.uint8]
    weight: npt.NDArray[np.float32]
    shingles: npt.NDArray[np.uint32]
    of: npt.NDArray[np.intp]
    length: float
    """Length in words, those of spaceless scripts at their worth."""


@dataclass(frozen=True)
class Side:
    """One text of an overlap, in words: its length, what of it is shared, what comes before that.

    `long_runs` are the shared words that stand at least LONG_RUN in a row; `quoted` and `shared_quoted`
    stand within quotation marks. Of the shared questions, `asked`, some are followed by words of its own:
    `answered`.
    """

    length: float
    shared: float
    long_runs: float
    lead: float
    quoted: float
    shared_quoted: float
    asked: int
    answered: int

    @property
    def contained(self) -> float:
        """The share of this text that the other has too."""
        return self.shared / self.length if self.length else 0.0

    @property
    def contained_told(self) -> float:
        """The same, of what does not stand within quotation marks."""
        told = self.length - self.quoted
        return (self.shared - self.shared_quoted) / told if told else 1.0


@dataclass(frozen=True)
class Facts:
    """Distinct facts of one kind near shared words: how many were looked at, how many are in both texts."""

    count: int
    agreeing: int

    @property
    def differing(self) -> int:
        return self.count - self.agreeing

    @property
    def share(self) -> float:
        """The share that agrees; of nothing, all does."""
        return self.agreeing / self.count if self.count else 1.0


@dataclass(frozen=True)
class Overlap:
    """What two texts have in common.

    `leads`: names in what comes before the shared words of each. `recurring`: those of the text of which more
    come again after it.
    """

    a: Side
    b: Side
    numbers: Facts
    names: Facts
    leads: Facts
    recurring: Facts
    identical: bool
    """Word for word the same."""

    @property
    def shorter(self) -> Side:
        return self.a if self.a.length <= self.b.length else self.b

    @property
    def resemblance(self) -> float:
        """Shared words over all words of both, 0 to 1: the Jaccard index, in words."""
        shared = (self.a.shared + self.b.shared) / 2
        union = self.a.length + self.b.length - shared
        return shared / union if union else 0.0

    @property
    def containment(self) -> float:
        """The share of the words of the shorter text that the longer has too."""
        return self.shorter.contained


def prepare(texts: Sequence[str], furniture: Furniture = NONE) -> list[Text]:
    """Texts ready to be compared, without the furniture at their ends."""
    words = without(read_words(texts, with_traits=True), furniture)
    shingles = shingle(words)
    return [of_batch(words, shingles, text) for text in range(len(texts))]


def of_batch(words: Words, shingles: Shingles, text: int) -> Text:
    """Text number `text` of a batch."""
    part = slice(words.starts[text], words.starts[text + 1])
    weight = words.weight[part]
    distinct, of = np.unique(shingles.of(text), return_inverse=True)
    return Text(
        words.hashes[part], words.facts[part], words.traits[part], weight, distinct, of, float(weight.sum())
    )


def compare(a: Text, b: Text) -> Overlap:
    """The overlap of two texts; symmetric but for the names of the sides."""
    in_a, in_b = _common(a, b)
    shared_a, shared_b = _shared(a, in_a), _shared(b, in_b)
    lead_a, lead_b = _lead(a, shared_a), _lead(b, shared_b)
    leads = ((a, lead_a), (b, lead_b))
    near_a, near_b = _near(shared_a), _near(shared_b)
    return Overlap(
        a=_side(a, shared_a, lead_a),
        b=_side(b, shared_b, lead_b),
        numbers=_held(_facts(a, NUMBER, near_a), _facts(b, NUMBER, near_b)),
        names=_held(_facts(a, NAME, near_a), _facts(b, NAME, near_b)),
        leads=_held(*(_facts(text, NAME, slice(lead)) for text, lead in leads)),
        recurring=max((_recurring(text, lead) for text, lead in leads), key=lambda names: names.share),
        identical=np.array_equal(a.hashes, b.hashes),
    )


def _common(a: Text, b: Text) -> tuple[Marks, Marks]:
    """Which of the distinct shingles of each text the other has too."""
    if len(a.shingles) > len(b.shingles):
        in_b, in_a = _common(b, a)
        return in_a, in_b
    in_b = np.zeros(len(b.shingles), np.bool_)
    if not len(a.shingles):
        return np.zeros(0, np.bool_), in_b
    place = np.minimum(np.searchsorted(b.shingles, a.shingles), len(b.shingles) - 1)
    in_a = b.shingles[place] == a.shingles
    in_b[place[in_a]] = True
    return in_a, in_b


def _shared(text: Text, common: Marks) -> Marks:
    """Which words of a text stand in a shingle that the other has too; shape of its words."""
    shared = np.zeros(len(text.hashes), np.bool_)
    if len(common):
        hits = common[text.of]
        for step in range(WIDTH):
            shared[step : step + len(hits)] |= hits
    return shared


def _lead(text: Text, shared: Marks) -> int:
    """How many words stand before all but STRAY of the shared ones."""
    sums = np.cumsum(np.where(shared, text.weight, 0))
    return int(np.searchsorted(sums, STRAY * sums[-1], side="right")) if len(sums) else 0


def _side(text: Text, shared: Marks, lead: int) -> Side:
    weight = np.where(shared, text.weight, 0)
    quoted = (text.traits & QUOTED) > 0
    asked = np.flatnonzero(shared & ((text.traits & ASKED) > 0))
    return Side(
        length=text.length,
        shared=float(weight.sum()),
        long_runs=_in_long_runs(shared, weight),
        lead=float(text.weight[:lead].sum()),
        quoted=float(text.weight[quoted].sum()),
        shared_quoted=float(weight[quoted].sum()),
        asked=len(asked),
        answered=_answered(shared, asked),
    )


def _answered(shared: Marks, asked: npt.NDArray[np.intp]) -> int:
    """How many of the words `asked` are followed by some that are not shared."""
    own = np.zeros(len(asked), np.bool_)
    for step in range(1, ANSWER + 1):
        own |= ~shared[np.minimum(asked + step, len(shared) - 1)]
    return int(own.sum())


def _in_long_runs(shared: Marks, weight: npt.NDArray[np.float32]) -> float:
    steps = np.diff(shared.astype(np.int8), prepend=0, append=0)
    begin, end = np.flatnonzero(steps > 0), np.flatnonzero(steps < 0)
    sums = np.concatenate([np.zeros(1), np.cumsum(weight)])
    runs = sums[end] - sums[begin]
    return float(runs[runs >= LONG_RUN - 0.5].sum())


def _near(shared: Marks) -> Marks:
    """Which words are shared, stand in a gap of at most GAP words between such, or NEAR one."""
    places = np.flatnonzero(shared)
    gap = np.diff(places)
    edges = np.zeros(len(shared) + 1, np.int8)
    small = (gap > 1) & (gap <= GAP + 1)
    edges[places[:-1][small]] += 1
    edges[places[1:][small]] -= 1
    near: Marks = shared | (np.cumsum(edges[:-1]) > 0)
    for step in range(1, NEAR + 1):
        near[step:] |= shared[:-step]
        near[:-step] |= shared[step:]
    return near


def _facts(text: Text, trait: np.uint8, where: Marks | slice) -> npt.NDArray[np.uint64]:
    """The distinct facts of one kind in a part of a text."""
    return np.unique(text.facts[where][(text.traits[where] & trait) > 0])


def _recurring(text: Text, lead: int) -> Facts:
    """The names in a text's lead, and how many of them come again after it."""
    names = _facts(text, NAME, slice(lead))
    again = np.intersect1d(names, _facts(text, NAME, slice(lead, None)), assume_unique=True)
    return Facts(len(names), len(again))


def _held(one: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64]) -> Facts:
    """The facts of the text that has fewer, held against the other's."""
    agreeing = np.intersect1d(one, other, assume_unique=True)
    return Facts(min(len(one), len(other)), len(agreeing))
