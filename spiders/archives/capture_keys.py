"""Which captures have landed, in eight bytes each: archives of millions are read beside millions that landed.

A key is a hash, and its first 64 bits are told apart: among ten million captures one is taken for another
with a chance of 1 in 370,000.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

NEW_AT_ONCE = 100_000
"""New keys that stand in a set, which takes ten times as much, before they are sorted in."""


class CaptureKeys:
    """Keys (24 hex digits, as `page_id` makes them) of captures that are known."""

    def __init__(self, known: Iterable[str]) -> None:
        self._sorted = np.unique(np.fromiter(map(_number, known), np.uint64))
        self._new: set[int] = set()

    def __contains__(self, key: str) -> bool:
        number = _number(key)
        place = np.searchsorted(self._sorted, np.uint64(number))
        is_sorted_in = place < len(self._sorted) and int(self._sorted[place]) == number
        return bool(is_sorted_in) or number in self._new

    def add(self, key: str) -> bool:
        """Make a key known; whether it was not."""
        if key in self:
            return False
        self._new.add(_number(key))
        if len(self._new) >= NEW_AT_ONCE:
            new = np.fromiter(self._new, np.uint64)
            self._sorted, self._new = np.union1d(self._sorted, new), set()
        return True


def _number(key: str) -> int:
    return int(key[:16], 16)
