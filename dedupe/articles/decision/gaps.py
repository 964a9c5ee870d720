"""What stands between and near the words that two texts share: there, templates have their facts. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

NEAR = 3
"""Facts so many words from a shared one are held against the other text's."""

NEAR_PAIRS = 16
"""Two shared words in a row count so many words from a longer run: "died peacefully on", "Funeral Home"."""

GAP = 25
"""Words of its own between shared ones that one text has in another's place."""

Marks = npt.NDArray[np.bool_]


def near(marks: Marks, distance: int = NEAR) -> Marks:
    """Which words are marked, stand in a gap of at most GAP words between such, or `distance` from one."""
    found = marks.copy()
    for begin, end in runs(~marks):  # a few dozen: quicker one by one than as arrays
        if begin > 0 and end < len(marks) and end - begin <= GAP:
            found[begin:end] = True
            continue
        if begin > 0:
            found[begin : min(begin + distance, end)] = True
        if end < len(marks):
            found[max(end - distance, begin) : end] = True
    return found


def runs(marks: Marks) -> list[tuple[int, int]]:
    """Where marks in a row begin and end."""
    borders = _borders(marks).tolist()
    return list(zip(borders[::2], borders[1::2], strict=True))


def long_runs(marks: Marks, least: int) -> Marks:
    """The marked words of which at least so many stand in a row."""
    borders = _borders(marks)
    begin, end = borders[::2], borders[1::2]
    long = end - begin >= least
    steps = np.zeros(len(marks) + 1, np.int8)
    steps[begin[long]] = 1
    steps[end[long]] -= 1
    found: Marks = steps[:-1].cumsum(dtype=np.int8).view(np.bool_)
    return found


def _borders(marks: Marks) -> npt.NDArray[np.intp]:
    """Begin, end, begin, end … of marks in a row."""
    padded = np.zeros(len(marks) + 2, np.bool_)
    padded[1:-1] = marks
    borders: npt.NDArray[np.intp] = (padded[1:] != padded[:-1]).nonzero()[0]
    return borders


def common_pairs(marks: Marks, pairs: npt.NDArray[np.uint64], of_other: npt.NDArray[np.uint64]) -> Marks:
    """The marked words, and near these those that stand in two words in a row that another text has, too.

    `pairs` are hashes of each two words in a row, `of_other` those of the other text, sorted.
    """
    found = marks.copy()
    if len(of_other):
        close = near(marks, NEAR_PAIRS) & ~marks
        asked = (close[:-1] | close[1:]).nonzero()[0]
        place = np.minimum(np.searchsorted(of_other, pairs[asked]), len(of_other) - 1)
        common = asked[of_other[place] == pairs[asked]]
        found[common] |= close[common]
        found[common + 1] |= close[common + 1]
    return found
