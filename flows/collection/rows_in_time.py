"""Which rows of a collection have the same words, and which are near in time: as SQL says it of a lake.

The rules are those of `warehouse/sql/matching` (`repeated_texts`, `same_words`, `near_pairs`), in arrays: a
database that is given the rows for them takes longer than all of them. A test holds both equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.articles.candidates.shared_bands import Keys
from dedupe.articles.decision.verify import FEWEST_SHINGLES

UNKNOWN = 0
"""The time of a text of which it is not known: it is near every other."""

_DAY = 86_400_000_000

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class RowsInTime:
    """Rows of texts: the time of each in microseconds since 1970, the hash of its words as two numbers, shape
    (rows, 2), and its shingles."""

    times: npt.NDArray[np.int64]
    hashes: npt.NDArray[np.uint64]
    shingles: npt.NDArray[np.int64]

    def repeated(self) -> Rows:
        """The rows whose words an earlier one of the same day has."""
        before, here = self._neighbours()
        return np.sort(here[self.times[before] // _DAY == self.times[here] // _DAY])

    def same_words(self, days: float) -> list[tuple[int, int]]:
        """(earlier, later) for each row whose words are those of an earlier one, and not just a few."""
        before, here = self._neighbours()
        near = (self.times[here] - self.times[before] <= days * _DAY) | (self.times[before] == UNKNOWN)
        return sorted(zip(before[near].tolist(), here[near].tolist(), strict=True))

    def near(self, pairs: Keys, days: float) -> list[tuple[int, int]]:
        """Those of some pairs, a row in each half of the number, that are near in time."""
        one, two = (pairs >> np.uint64(32)).astype(np.intp), (pairs & np.uint64(0xFFFFFFFF)).astype(np.intp)
        times, others = self.times[one], self.times[two]
        near = (np.abs(times - others) <= days * _DAY) | (np.minimum(times, others) == UNKNOWN)
        return list(zip(one[near].tolist(), two[near].tolist(), strict=True))

    def _neighbours(self) -> tuple[Rows, Rows]:
        """Rows with the same words as the one before them in time, and those that are before."""
        rows = np.flatnonzero(self.shingles >= FEWEST_SHINGLES)
        high, low = self.hashes[rows].T
        rows = rows[np.lexsort((rows, self.times[rows], low, high))]
        same = (self.hashes[rows[1:]] == self.hashes[rows[:-1]]).all(axis=1)
        return rows[:-1][same], rows[1:][same]
