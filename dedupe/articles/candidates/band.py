"""Bands of a signature: articles that agree in all rows of one band are candidates to be compared.

Two texts of resemblance J share a band with probability 1 - (1 - J^ROWS)^BANDS: 0.68 at 0.3, 0.94 at 0.4,
0.996 at 0.5. This is datasketch's optimum for a threshold of 0.4 when a miss costs nine times a candidate in
vain; every candidate is verified, so a false one costs a few microseconds and a missed one is lost.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import mix64

BANDS = 42
ROWS = 3

SENTENCE_BAND = -1
"""Where the hashes stand of how sentences end, and how the text begins, beside the bands."""

TEXT_BAND = -2
"""Where the hash of all words of a text stands, by which exact copies meet."""

TAIL_BAND, HEAD_BAND = -3, -4
"""Where the hashes of sentences stand that are boilerplate: that texts end, or begin, with."""


def band(signatures: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Hashes of the bands, shape (texts, BANDS), of signatures of shape (texts, permutations)."""
    rows = signatures[:, : BANDS * ROWS].reshape(-1, BANDS, ROWS).astype(np.uint64)
    hashes = np.zeros(rows.shape[:2], np.uint64)
    for row in range(ROWS):
        hashes = mix64(hashes ^ rows[:, :, row])
        hashes += np.uint64(row + 1)
    return (hashes >> np.uint64(32)).astype(np.uint32)
