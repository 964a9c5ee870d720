"""Arithmetic modulo 2^64 that hashes are made of, and sets of them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(BASE, -1, 1 << 64)
_PLACE = np.uint64((1 << 20) - 1)
_FEWEST = (1 << 16) - 1


def mix64(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """A bijection that spreads every bit over all 64 (the finaliser of MurmurHash3, Appleby 2011)."""
    values = values ^ (values >> np.uint64(33))
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def distinct(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The values once each, sorted; numpy's own `unique` hashes them, which takes twenty times as long."""
    values = np.sort(values)
    first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values[first]


def common_count(one: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64]) -> int:
    """How many values two sorted arrays of distinct ones have in common."""
    if not len(one) or not len(other):
        return 0
    place = np.minimum(np.searchsorted(other, one), len(other) - 1)
    return int((other[place] == one).sum())


def found_in(values: npt.NDArray[np.uint64], others: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The places of values that are among `others`, which are sorted; in no order. At most 2^20 values.

    They are looked for nearly in their own order, in which each search finds warm what the last one left:
    that takes a third of the time, and to sort the upper bits with the places hardly any.
    """
    if not len(others):
        return np.zeros(0, np.uint64)
    order = np.sort(values & ~_PLACE | np.arange(len(values), dtype=np.uint64)) & _PLACE
    asked = values.take(order)
    found: npt.NDArray[np.uint64] = order[others.take(others.searchsorted(asked), mode="clip") == asked]
    return found


def among(hashes: npt.NDArray[np.uint32], known: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Which of some hashes are among the `known`, which are sorted: most are told by their upper half."""
    maybe = np.zeros(1 << 16, np.bool_)
    maybe[known >> np.uint32(16)] = True
    asked = maybe[hashes >> np.uint32(16)].nonzero()[0]
    values = hashes[asked]
    found = np.zeros(len(hashes), np.bool_)
    if len(asked):
        found[asked] = known.take(known.searchsorted(values), mode="clip") == values
    return found


def powers(count: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """The first `count` powers of an odd base, from the first, and their inverses; at least `count`."""
    return _powers(max(count - 1, _FEWEST).bit_length())


@lru_cache(maxsize=8)
def _powers(bits: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    power, inverse = (
        np.cumprod(np.full(1 << bits, base, np.uint64), dtype=np.uint64) for base in (BASE, _INVERSE)
    )
    return power, inverse
