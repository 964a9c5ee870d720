"""Counts over time as one line of bars, for a column of a terminal table."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(counts: Sequence[int]) -> str:
    """A bar per count, the tallest for the greatest of them; a gap where the count is zero.

    `[0, 1, 4]` gives ` ▂█`. (Edward Tufte, Beautiful Evidence, 2006.)
    """
    tallest = max(counts, default=0)
    return "".join(_bar(count, tallest) for count in counts)


def _bar(count: int, tallest: int) -> str:
    if count <= 0:
        return " "
    return _BARS[(count * len(_BARS) - 1) // tallest]
