"""MinHash signatures (Broder 1997), many texts at once, equal to datasketch's own bit for bit.

datasketch's scheme `affine32`: a shingle's hash is mixed once with the 32-bit finaliser of MurmurHash3, then
permutation k maps it to a_k h + b_k modulo 2^32; a signature is the least value under each. The permutations
are datasketch's, from its seed, so that its MinHash reads what is stored here, and the other way round. They
are drawn here as it draws them, because datasketch itself loads scipy, which took a third of a short run.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from dedupe.articles.candidates.shingle import Shingles

PERMUTATIONS = 128
SEED = 1

_AT_ONCE = 1 << 15
"""Shingles that are mapped together: enough to amortise calls, few enough to stay in the cache."""


@cache
def _permutations() -> npt.NDArray[np.uint32]:
    """The factors a_k, which are odd, and the summands b_k; shape (2, PERMUTATIONS)."""
    drawn = np.random.RandomState(SEED)
    factors = drawn.randint(0, 1 << 31, PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return np.array([factors, drawn.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint32)])


def sign(shingles: Shingles) -> npt.NDArray[np.uint32]:
    """Signatures, shape (texts, PERMUTATIONS); a text without shingles has the highest value throughout."""
    count = len(shingles.starts) - 1
    signatures = np.full((count, PERMUTATIONS), 0xFFFFFFFF, np.uint32)
    filled = np.flatnonzero(np.diff(shingles.starts))
    block = shingles.starts[filled] // _AT_ONCE
    for texts in np.split(filled, np.flatnonzero(np.diff(block)) + 1) if len(filled) else ():
        first, last = shingles.starts[texts[0]], shingles.starts[texts[-1] + 1]
        signatures[texts] = _minima(_mix32(shingles.hashes[first:last]), shingles.starts[texts] - first).T
    return signatures


def _minima(mixed: npt.NDArray[np.uint32], begin: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """The least values of the texts that begin at `begin`, shape (PERMUTATIONS, texts)."""
    minima, permuted = np.empty((PERMUTATIONS, len(begin)), np.uint32), np.empty_like(mixed)
    for k, (a, b) in enumerate(_permutations().T):
        np.multiply(mixed, a, out=permuted)
        np.add(permuted, b, out=permuted)
        np.minimum.reduceat(permuted, begin, out=minima[k])
    return minima


def _mix32(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    values = values ^ (values >> np.uint32(16))
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(16)
    return values
