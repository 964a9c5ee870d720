"""What stands between and near the words that two texts share: there, templates have their facts. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import found_in

NEAR = 3
"""Facts so many words from a shared one are held against the other text's."""

NEAR_PAIRS = 16
"""Two shared words in a row count so many words from a longer run: "died peacefully on", "Funeral Home"."""

GAP = 25
"""Words of its own between shared ones that one text has in another's place."""

Marks = npt.NDArray[np.bool_]

Places = npt.NDArray[np.intp]
"""Where parts of a text begin and end, in words; shape (parts, 2)."""


def near(marks: Marks, distance: int = NEAR) -> Marks:
    """Which words are marked, stand in a gap of at most GAP words between such, or `distance` from one."""
    found, last = np.ones(len(marks), np.bool_), len(marks)
    gaps = runs(~marks)
    wide = (gaps[:, 1] - gaps[:, 0] > GAP) | (gaps[:, 0] == 0) | (gaps[:, 1] == last)
    for begin, end in gaps[wide].tolist():
        found[begin + distance if begin else 0 : max(end - distance, 0) if end < last else last] = False
    return found


def runs(marks: Marks) -> Places:
    """Where marks in a row begin and end."""
    padded = np.zeros(len(marks) + 2, np.bool_)
    padded[1:-1] = marks
    borders: Places = (padded[1:] != padded[:-1]).nonzero()[0]
    return borders.reshape(-1, 2)


def long_runs(marks: Marks, least: int) -> Marks:
    """The marked words of which at least so many stand in a row."""
    borders = np.zeros(2 + 2 * len(found := runs(marks)), np.intp)
    borders[1:-1] = found.ravel()
    borders[-1] = len(marks)
    lengths = borders[1:] - borders[:-1]
    long = lengths >= least
    long[::2] = False  # what is not marked
    return np.repeat(long, lengths)


def common_pairs(marks: Marks, pairs: npt.NDArray[np.uint64], of_other: npt.NDArray[np.uint64]) -> Marks:
    """The marked words, and near these those that stand in two words in a row that another text has, too.

    `pairs` are hashes of each two words in a row, `of_other` those of the other text, sorted.
    """
    found = marks.copy()
    if len(of_other):
        close = near(marks, NEAR_PAIRS) & ~marks
        asked = (close[:-1] | close[1:]).nonzero()[0]
        common = asked.take(found_in(pairs.take(asked), of_other))
        found[common] |= close[common]
        found[common + 1] |= close[common + 1]
    return found
