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

Places = npt.NDArray[np.intp]
"""Where parts of a text begin and end, in words; shape (parts, 2)."""


def near(marks: Marks, distance: int = NEAR) -> Marks:
    """Which words are marked, stand in a gap of at most GAP words between such, or `distance` from one."""
    begin, end = runs(~marks).T
    after, before = begin > 0, end < len(marks)
    length = end - begin
    reach = np.where(after & before & (length <= GAP), length, np.minimum(distance, length))
    return marks | _spread(
        np.concatenate([begin[after], (end - reach)[before]]),
        np.concatenate([(begin + reach)[after], end[before]]),
        len(marks),
    )


def runs(marks: Marks) -> Places:
    """Where marks in a row begin and end."""
    padded = np.zeros(len(marks) + 2, np.bool_)
    padded[1:-1] = marks
    borders: Places = (padded[1:] != padded[:-1]).nonzero()[0]
    return borders.reshape(-1, 2)


def long_runs(marks: Marks, least: int) -> Marks:
    """The marked words of which at least so many stand in a row."""
    begin, end = runs(marks).T
    long = end - begin >= least
    return _spread(begin[long], end[long], len(marks))


def _spread(begin: Places, end: Places, length: int) -> Marks:
    """Marks from each `begin` up to its `end`."""
    steps = np.bincount(begin, minlength=length + 1)
    steps -= np.bincount(end, minlength=length + 1)
    found: Marks = steps[:-1].cumsum() > 0
    return found


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
