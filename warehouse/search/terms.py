"""The words of a text as the search index knows them, in any script.

Letters are compared as matching compares them (`dedupe.letters.folding`): without case, width, accents and
variants, simplified and traditional Chinese alike. Scripts that are written without spaces have no words to
split at, and Korean hangs its particles onto them: runs of these become overlapping pairs of characters,
the usual and order-free choice where there is no dictionary (Lucene's CJKAnalyzer does the same); a pair
may match across a word boundary, so a short query can find a little too much, never too little. A text is
indexed by each of its characters, too, for a query of one. No stemming: it would have to know the language
of a query.

Vowel signs of Indic scripts are part of a word; the dot below Devanagari letters (nukta) is left out as often
as not, and is not compared. Persian joins the parts of a word without a gap (U+200C), others type a space or
nothing: such a word is one term, and a text is indexed by its parts, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from dedupe.letters.folding import fold

SPACELESS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3040-\u30ff"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\uac00-\ud7af"  # Hangul
    "\U00020000-\U0003ffff"  # Han, further planes
)
"""Letters of scripts without spaces between words, or hardly any, as the inside of a regular expression's
brackets."""

JOINER = "\u200c"
WITHOUT_DOT = {"\u093c": "", "\u0929": "\u0928", "\u0931": "\u0930", "\u0934": "\u0933"}
"""The nukta, and the letters that Unicode composes with it."""
_WITHOUT_DOT = str.maketrans(WITHOUT_DOT)
_JOINED = re.compile(r"(?:[\u0600-\u06ff]+\u200c)+[\u0600-\u06ff]+")
"""A Persian word with a joiner between its parts."""

_VOWEL_SIGNS = "".join(
    chr(code)
    for code in chain(
        range(0x0900, 0x0E00), range(0x0F00, 0x1000), range(0x1700, 0x1B00), range(0xA800, 0xAC00)
    )
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and chr(code) not in WITHOUT_DOT
)
"""Signs within the words of Indic scripts, which Python does not count among the letters of a word."""

_RUN = re.compile(rf"[{SPACELESS}]+|(?:[^\W_{SPACELESS}]|[{_VOWEL_SIGNS}])+")
_WORD = re.compile(rf"(?:[^\W_]|[{_VOWEL_SIGNS}])+")
_IS_SPACELESS = re.compile(rf"[{SPACELESS}]")

_MARKS = "“”‘’„‚«»–—•·"
"""Of marks that are not ASCII those that most texts have: without them a text is ASCII alone."""
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}

LONGEST = 64
"""Characters of a word that are kept: longer ones are no words."""


def terms(text: str) -> list[str]:
    """The terms of a text or query, in order."""
    return _terms(fold(text))


def indexed_terms(text: str) -> list[str]:
    """The terms of a text, and after them each character of a script without spaces once, and the parts of
    words that have joiners.
    """
    folded = fold(text)
    found = _terms(folded)
    if folded.isascii():
        return found
    joined = dict.fromkeys(_JOINED.findall(text)) if JOINER in text else ()
    parts = (part for word in joined for part in terms(apart(word)))
    return [*found, *dict.fromkeys(_IS_SPACELESS.findall(folded)), *parts]


def apart(text: str) -> str:
    """A text with spaces in place of joiners."""
    return text.replace(JOINER, " ")


def _terms(folded: str) -> list[str]:
    folded = folded if folded.isascii() else folded.translate(_WITHOUT_DOT)
    plain = _without_marks(folded)
    if plain.isascii():  # most texts, of which it takes a third as long
        return _bounded(plain.translate(_GAPS).split())
    if not _IS_SPACELESS.search(folded):
        return _bounded(_WORD.findall(folded))
    return [term for run in _RUN.findall(folded) for term in _of_run(run)]


def _without_marks(folded: str) -> str:
    if not folded.isascii():
        for mark in _MARKS:
            folded = folded.replace(mark, " ")
    return folded


def _bounded(words: list[str]) -> list[str]:
    return words if max(map(len, words), default=0) <= LONGEST else [word[:LONGEST] for word in words]


def _of_run(run: str) -> Iterator[str]:
    if _IS_SPACELESS.match(run) and len(run) > 1:
        yield from (run[i : i + 2] for i in range(len(run) - 1))
    else:
        yield run[:LONGEST]
