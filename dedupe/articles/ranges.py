"""Numbers in a row, many rows at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def ranges(begin: Numbers, end: Numbers) -> Numbers:
    """The numbers from each `begin` up to its `end`, one range after the other."""
    lengths = end - begin
    after = np.cumsum(lengths)
    return np.repeat(end - after, lengths) + np.arange(after[-1] if len(after) else 0)
