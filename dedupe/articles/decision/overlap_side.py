"""One text of an overlap: which of its words the other has too, where these begin and end, what facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe.articles.candidates.shingle import WIDTH
from dedupe.articles.decision.gaps import Marks, Places, long_runs, runs
from dedupe.articles.decision.prepare import Text
from dedupe.articles.text.traits import CAPITAL, NAME, NUMBER, QUOTED

IN_ONE_RUN = 0.9

IGNORED_SHARE = 0.05
"""The share of the shared words that does not count towards where the overlap begins."""


@dataclass(frozen=True)
class FactCount:
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
class OverlapSide:
    """One text of an overlap; `common` says which of its shingles the other has, too. Lengths are in words.

    What follows is computed where it is needed: most candidates are refused by the first of it.
    """

    text: Text
    common: Marks

    @cached_property
    def marks(self) -> Marks:
        """Which words stand in a shingle that the other has too."""
        return _shared(self.text, self.common)

    @property
    def length(self) -> float:
        return self.text.length

    @cached_property
    def shared(self) -> float:
        return float(self._count if self.text.is_even else self._weight.sum())

    @property
    def contained(self) -> float:
        """The share of this text that the other has too."""
        return self.shared / self.length if self.length else 0.0

    @cached_property
    def contained_told(self) -> float:
        """The same, of what does not stand within quotation marks."""
        told = (self.text.traits & QUOTED) == 0
        length = self._length(told)
        return self._shared_in(told) / length if length else 1.0

    @property
    def own(self) -> int:
        """How many words the other has not."""
        return len(self.marks) - self._count

    @property
    def is_one_run(self) -> bool:
        """Whether nearly all shared words stand in a row."""
        return int(self._lengths.max(initial=0)) >= IN_ONE_RUN * self._count

    @property
    def unshared_facts(self) -> int:
        """How many names and numbers are not shared."""
        return self._unshared(NAME | NUMBER)

    @property
    def unshared_capitals(self) -> int:
        """How many words in upper case are not shared."""
        return self._unshared(CAPITAL)

    def _unshared(self, trait: int) -> int:
        if self._count == len(self.marks):
            return 0
        words = self.text.of_trait(trait)
        return len(words) - int(np.count_nonzero(self.marks.take(words)))

    @cached_property
    def stretches(self) -> Places:
        """Where shared words in a row begin and end."""
        return runs(self.marks)

    @cached_property
    def gaps(self) -> Places:
        """Where words in a row that are not shared begin and end."""
        return runs(~self.marks)

    def capitals_in_gaps(self, longest: int) -> int:
        """How many words are in upper case in gaps of at most so many words."""
        gaps = self.gaps
        before = self.text.before(CAPITAL).take(gaps[gaps[:, 1] - gaps[:, 0] <= longest])
        return int(before[:, 1].sum() - before[:, 0].sum())

    @cached_property
    def _lengths(self) -> npt.NDArray[np.intp]:
        """How many words are in each of these."""
        found: npt.NDArray[np.intp] = self.stretches[:, 1] - self.stretches[:, 0]
        return found

    def in_runs(self, least: int) -> float:
        """The shared words that stand at least so many in a row."""
        if self.text.is_even:
            return float(self._lengths[self._lengths >= least].sum())
        return float(self.text.weight[self.runs(least)].sum())

    def runs(self, least: int) -> Marks:
        """Which words are among at least so many shared ones in a row."""
        return long_runs(self.marks, least)

    def between_runs(self, least: int, shortest: int) -> int:
        """How many words stand before and between such, at least so many in a row."""
        long = self.stretches[self._lengths >= least]
        between = long[:, 0].copy()
        between[1:] -= long[:-1, 1]
        return int(between[between >= shortest].sum())

    @cached_property
    def begin(self) -> int:
        """How many words stand before all but IGNORED_SHARE of the shared ones."""
        places, ignored = self._ignored
        return int(places[ignored[0]]) if len(places) else len(self.marks)

    @cached_property
    def lead(self) -> float:
        """The length of what stands before these."""
        return self._length(slice(self.begin))

    @cached_property
    def end(self) -> int:
        """How many words stand before what follows all but IGNORED_SHARE of the shared ones."""
        places, ignored = self._ignored
        return int(places[-1 - ignored[1]]) + 1 if len(places) else 0

    @cached_property
    def rest(self) -> float:
        """The length of what follows these."""
        return self._length(slice(self.end, None))

    @cached_property
    def _ignored(self) -> tuple[npt.NDArray[np.intp], tuple[int, int]]:
        """Where the shared words are, and how many of the first and of the last do not count."""
        places = self.marks.nonzero()[0]
        if self.text.is_even:
            most = int(np.float32(IGNORED_SHARE) * np.float32(len(places)))
            return places, (most, most)
        weight = self.text.weight[places]
        sums, backwards = np.cumsum(weight), np.cumsum(weight[::-1])
        before, after = (
            int(np.searchsorted(each, IGNORED_SHARE * each[-1], side="right")) if len(each) else 0
            for each in (sums, backwards)
        )
        return places, (before, after)

    def _length(self, part: Marks | slice) -> float:
        """The length of a part of the text."""
        weight = self.text.weight[part]
        return float(len(weight) if self.text.is_even else weight.sum())

    def contained_in(self, part: slice) -> float:
        """The share of a part of this text that the other has too."""
        length = self._length(part)
        return self._shared_in(part) / length if length else 0.0

    def _shared_in(self, part: Marks | slice) -> float:
        """The length of what is shared of a part of the text."""
        if self.text.is_even:
            return float(np.count_nonzero(self.marks[part]))
        return float(self._weight[part].sum())

    def facts(self, trait: int, where: Marks | slice) -> set[int]:
        """The facts of one kind in a part of the text."""
        return set(self._facts(trait, where).tolist())

    def count_facts(self, known: set[int], trait: int, where: slice) -> int:
        """How many of some facts are in a part of the text as facts of one kind."""
        if not known:
            return 0
        facts, few = self._facts(trait, where), np.sort(np.fromiter(known, np.uint64, len(known)))
        place = few.searchsorted(facts)
        return len(set(place[few.take(place, mode="clip") == facts].tolist()))

    def _facts(self, trait: int, where: Marks | slice) -> npt.NDArray[np.uint64]:
        words = self.text.of_trait(trait)
        if isinstance(where, slice):
            begin, end, _ = where.indices(len(self.text.hashes))
            words = words[slice(*words.searchsorted((begin, end)))]
        else:
            words = words[where.take(words)]
        return self.text.facts.take(words)

    @cached_property
    def _count(self) -> int:
        """How many words are shared."""
        return int(np.count_nonzero(self.marks))

    @cached_property
    def _weight(self) -> npt.NDArray[np.float32]:
        return self.text.weight * self.marks


def _shared(text: Text, common: Marks) -> Marks:
    """Which words of a text stand in a shingle that the other has too; shape of its words."""
    shared = np.zeros(len(text.hashes), np.bool_)
    if len(common):
        hits = common.take(text.of)
        for step in range(WIDTH):
            shared[step : step + len(hits)] |= hits
    return shared
