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
    changes = np.flatnonzero(marks[1:] != marks[:-1]) + 1
    if not len(changes):
        return found
    begin, end = np.append(0, changes), np.append(changes, len(marks))
    unmarked = ~marks[begin]
    begin, end = begin[unmarked], end[unmarked]
    length = end - begin
    before = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    after = np.repeat(length, length) - before - 1
    head, foot = np.repeat(begin > 0, length), np.repeat(end < len(marks), length)
    small = head & foot & np.repeat(length <= GAP, length)
    close = (head & (before < distance)) | (foot & (after < distance))
    found[np.repeat(begin, length) + before] = small | close
    return found


def long_runs(marks: Marks, least: int) -> Marks:
    """The marked words of which at least so many stand in a row."""
    borders = np.flatnonzero(np.diff(marks, prepend=~marks[:1], append=~marks[-1:]))
    length = np.diff(borders)
    return marks & np.repeat(length >= least, length)


def common_pairs(marks: Marks, pairs: npt.NDArray[np.uint64], of_other: npt.NDArray[np.uint64]) -> Marks:
    """The marked words, and near these those that stand in two words in a row that another text has, too.

    `pairs` are hashes of each two words in a row, `of_other` those of the other text, sorted.
    """
    found = marks.copy()
    if len(of_other):
        close = near(marks, NEAR_PAIRS) & ~marks
        asked = np.flatnonzero(close[:-1] | close[1:])
        place = np.minimum(np.searchsorted(of_other, pairs[asked]), len(of_other) - 1)
        common = asked[of_other[place] == pairs[asked]]
        found[common] |= close[common]
        found[common + 1] |= close[common + 1]
    return found
