"""Which of some strings occur in bytes: one pass over the bytes, however many strings there are.

Observed: strings that were searched for one after the other took most of a proof's time, and an erased source
has hundreds. The rule: the bytes are read as words, eight bytes that begin at a multiple of eight. Wherever a
string of 23 bytes or more stands, it covers two whole words in a row, and of the eight ways in which it can
lie across words each has a pair that must be there. All pairs of the bytes are looked up among those by a
hash of 20 bits, and where one is found the strings that have it are compared. Nothing is missed. Of the pairs
that a string covers the last counts: most URLs begin alike. A string of 15 to 22 bytes, such as an article's
key, covers one word for sure, and shorter ones are searched for one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

WORD = 8

AT_ONCE = 32_768
"""Words that are hashed at a time: what that takes stays in the processor's cache."""

_HASH_BITS = 20
_SHIFT = np.uint64(64 - _HASH_BITS)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]


class WordSearch:
    """Rows of `width` words, numbers of 64 bits, to be found among words."""

    def __init__(self, rows: Collection[Sequence[int]], width: int = 1) -> None:
        self.width = width
        self._rows = frozenset(map(tuple, rows))
        self._is_hash = np.zeros(1 << _HASH_BITS, np.bool_)
        self._is_hash[_hashes([np.array(column, np.uint64) for column in zip(*rows, strict=True)])] = True

    def found(self, among: Words) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Where one of the rows begins, and the row."""
        for begin in range(0, len(among) - self.width + 1 if self._rows else 0, AT_ONCE):
            words = among[begin : begin + AT_ONCE + self.width - 1]
            columns = [words[place : len(words) - self.width + 1 + place] for place in range(self.width)]
            is_hash = self._is_hash[_hashes(columns)]
            if is_hash.any():
                places = np.flatnonzero(is_hash)
                rows = zip(*(column[places].tolist() for column in columns), strict=True)
                for place, row in zip(places.tolist(), rows, strict=True):
                    if row in self._rows:
                        yield begin + place, row


class NeedleSearch:
    """Strings to be found in any bytes."""

    def __init__(self, needles: Collection[bytes]) -> None:
        self.longest = max(map(len, needles), default=0)
        self._short = [needle for needle in needles if not _width(needle)]
        self._with: dict[tuple[int, ...], list[tuple[bytes, int]]] = defaultdict(list)
        for needle in set(needles).difference(self._short):
            for offset, row in _last_rows(needle, _width(needle)):
                self._with[row].append((needle, offset))
        self._searches = [
            WordSearch([row for row in self._with if len(row) == width], width) for width in (1, 2)
        ]

    def found(self, content: bytes) -> set[bytes]:
        """Those that occur in `content`."""
        words = np.frombuffer(content, "<u8", count=len(content) // WORD)
        found = {needle for needle in self._short if needle in content}
        for search in self._searches:
            for place, row in search.found(words):
                found.update(self._covering(content, place * WORD, row))
        return found

    def _covering(self, content: bytes, place: int, row: tuple[int, ...]) -> Iterator[bytes]:
        """Those that have the words which begin at `place`, and stand there whole."""
        for needle, offset in self._with[row]:
            if content.startswith(needle, place - offset) and place >= offset:
                yield needle


def _width(needle: bytes) -> int:
    """How many words in a row, of two at most, a string covers wherever it stands."""
    return min(max((len(needle) + 1) // WORD - 1, 0), 2)


def _last_rows(needle: bytes, width: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The last words of a string for each way in which it can lie across words, and where they begin."""
    last = len(needle) - width * WORD
    for offset in range(last - WORD + 1, last + 1):
        words = (needle[begin : begin + WORD] for begin in range(offset, offset + width * WORD, WORD))
        yield offset, tuple(int.from_bytes(word, "little") for word in words)


def _hashes(columns: Sequence[Words]) -> Places:
    """A hash of 20 bits of each row of words, given by column."""
    hashes = columns[0] * _SPREAD if columns else np.zeros(0, np.uint64)
    for column in columns[1:]:
        hashes += column
        hashes *= _SPREAD
    hashes >>= _SHIFT
    return hashes.view(np.intp)
