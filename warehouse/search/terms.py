"""The words of a text as the search index knows them, in any script.

Letters are compared without case, width and accents (NFKC, casefold, combining marks dropped), which also
drops Arabic and Hebrew vowel signs. Invisible characters are no part of a word: the soft hyphens that some
publishers set inside of every longer one, joiners, marks of direction. Scripts that are written without
spaces have no words to split at: runs of them become overlapping pairs of characters, the usual and
order-free choice where there is no dictionary (Lucene's CJKAnalyzer does the same); a pair may match across
a word boundary, so a short query can find a little too much, never too little. No stemming: it would have
to know the language of a query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SPACELESS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3040-\u30ff"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00020000-\U0003ffff"  # Han, further planes
)
"""Letters of scripts without spaces between words, as the inside of a regular expression's brackets."""

_RUN = re.compile(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+")
_IS_SPACELESS = re.compile(rf"[{SPACELESS}]")

LONGEST = 64
"""Characters of a word that are kept: longer ones are no words."""


def terms(text: str) -> Iterator[str]:
    """The index terms of a text, in order."""
    for run in _RUN.findall(_folded(text)):
        if _IS_SPACELESS.match(run) and len(run) > 1:
            yield from (run[i : i + 2] for i in range(len(run) - 1))
        else:
            yield run[:LONGEST]


class _WithoutMarks(dict[int, int | None]):
    """A table for str.translate that drops combining marks, filled as characters are met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if _is_dropped(chr(code)) else code
        return self[code]


_WITHOUT_MARKS = _WithoutMarks()


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return decomposed.translate(_WITHOUT_MARKS)


def _is_dropped(char: str) -> bool:
    """Vowel signs of Brahmic scripts spell the word and stay; accents and Arabic vowel points go."""
    category = unicodedata.category(char)
    return category == "Cf" or (category.startswith("M") and not "\u0900" <= char <= "\u1aff")
