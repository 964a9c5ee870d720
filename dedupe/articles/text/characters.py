"""What each character is to the reader of words: one table over all of Unicode.

Scripts that put no spaces between words are their own classes, because a run of their characters has to be
cut by length (see `words`).
"""

from __future__ import annotations

from functools import cache
from unicodedata import category

import numpy as np
import numpy.typing as npt

OTHER, WORD, IDEOGRAPH, SOUTHEAST = range(4)
"""Not of a word; of a word with spaces around it; Han or kana; Thai, Lao, Khmer or Burmese."""

SCRIPT = np.uint8(7)
"""The bits of a class that are one of the above."""

DIGIT = np.uint8(8)
"""Added to WORD for digits, and to IDEOGRAPH for those of Chinese and Japanese."""

ENDS = np.uint8(16)
"""Added to OTHER for marks that end a sentence where no word follows at once."""

QUOTE, ASKS, COLON = np.uint8(32), np.uint8(64), np.uint8(128)
"""Added to OTHER for double quotation marks, for question marks, and for colons."""

_IDEOGRAPHS = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_SOUTHEAST = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_HAN_PLANES = (0x20000, 0x3FFFF)
_MARKS = ".!?\u061f\u06d4\u0964\u2026\u3002\uff01\uff1f\uff61\n"
_OF_MARKS = {QUOTE: '"«»“”„‟〝〞＂「」『』', ASKS: "?؟？", COLON: ":："}
_NUMERALS = "零一二三四五六七八九十百千万萬亿億两兩"
_KINDS_END = 0x20000
_OF_CATEGORY = dict.fromkeys(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me"), WORD) | dict.fromkeys(
    ("Nd", "No", "Nl"), WORD + int(DIGIT)
)


def kinds(end: int = 0x110000) -> npt.NDArray[np.uint8]:
    """The class of every code point before `end`, shape (end,)."""
    return _kinds(end)


@cache
def _kinds(end: int) -> npt.NDArray[np.uint8]:
    table = np.zeros(end, np.uint8)
    codes = range(min(end, _KINDS_END))
    table[: len(codes)] = [_OF_CATEGORY.get(category(chr(code)), OTHER) for code in codes]
    for first, last in (*_IDEOGRAPHS, *_SOUTHEAST):
        script = IDEOGRAPH if (first, last) in _IDEOGRAPHS else SOUTHEAST
        part = table[first : last + 1]
        part[part == WORD] = script
    table[_HAN_PLANES[0] : _HAN_PLANES[1] + 1] = IDEOGRAPH
    table[_codes(_NUMERALS, end)] |= DIGIT
    table[_codes(_MARKS, end)] = ENDS
    for bit, marks in _OF_MARKS.items():
        table[_codes(marks, end)] |= bit
    return table


def _codes(marks: str, end: int) -> list[int]:
    return [ord(mark) for mark in marks if ord(mark) < end]
