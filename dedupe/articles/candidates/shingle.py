"""Shingles: hashes of runs of words (Broder 1997)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import mix64
from dedupe.articles.text.words import Words

WIDTH = 5
"""Words of a shingle."""

_FACTOR = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True)
class Shingles:
    """Hashes of each text, in the order of the text; text t has those from starts[t] up to starts[t + 1]."""

    hashes: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]

    def of(self, text: int) -> npt.NDArray[np.uint32]:
        return self.hashes[self.starts[text] : self.starts[text + 1]]


def joined(batches: Sequence[Shingles]) -> Shingles:
    """The shingles of several batches as one."""
    lengths = [np.diff(batch.starts) for batch in batches]
    return Shingles(
        np.concatenate([np.zeros(0, np.uint32), *(batch.hashes for batch in batches)]),
        np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths])),
    )


def shingle(words: Words, width: int = WIDTH) -> Shingles:
    """The shingles of every text; one of n words has n - width + 1, or none when it is shorter."""
    count = max(0, len(words.hashes) - width + 1)
    rolled = words.hashes[:count].copy()
    for step in range(1, width):
        rolled *= _FACTOR
        rolled += words.hashes[step : count + step]
    lengths = np.maximum(np.diff(words.starts) - width + 1, 0)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    inside = np.repeat(words.starts[:-1] - starts[:-1], lengths) + np.arange(starts[-1])
    return Shingles((mix64(rolled[inside]) >> np.uint64(32)).astype(np.uint32), starts)
