"""Whether a share has jumped, against its own past. Pure.

Observed: every source has a share of rejected pages, walls and duplicates of its own, from none to nearly
all, and it varies from day to day. The rule: a share has jumped when chance would bring so many of the last
pages, at the share of the pages before, once in 100,000 windows, and when it rose by 30 points at least; it
is over when it is within 15 points of what it was. The past counts with one page of each sort added, so that
a short one says little. Known exceptions: pages of one minute are alike, so chance is not all there is: hence
the 30 points. A missed jump costs days until it shows elsewhere, a false alarm a look at the source.
"""

from __future__ import annotations

from math import comb

RARE = 1e-5
JUMP = 0.3
BACK = 0.15
FEWEST = 10
"""Pages that the present and the past must have."""


def has_jumped(count: int, total: int, past: float) -> bool:
    """Whether `count` of `total` is far above the share `past`."""
    if total < FEWEST or count / total - past < JUMP:
        return False
    return _tail(count, total, past) < RARE


def is_back(count: int, total: int, past: float) -> bool:
    """Whether a share that had jumped is what it was."""
    return total >= FEWEST and count / total - past <= BACK


def past_share(count: int, total: int) -> float:
    """The share that the past suggests, with one of each sort added."""
    return (count + 1) / (total + 2)


def _tail(count: int, total: int, share: float) -> float:
    """The chance of `count` or more of `total` (binomial)."""
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(count, total + 1))
