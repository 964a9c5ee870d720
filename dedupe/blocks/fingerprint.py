"""Words of a text, and the fingerprint by which two blocks are the same.

Two blocks are the same when they have the same words, whatever their case, spacing and punctuation.
Digits are folded ("5 min read" and "7 min read" are one block), unless there is hardly a letter beside
them: rows of results and prices are content.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
MIN_LETTERS = 3


def words(text: str) -> list[str]:
    """Words of a text, casefolded; in scripts without spaces every character is one."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def fingerprint(text: str) -> int:
    """64-bit key of a block's words; never 0."""
    joined = " ".join(words(text)) or text.strip()
    if len(_LETTER.findall(joined)) >= MIN_LETTERS:
        joined = _DIGITS.sub("0", joined)
    digest = blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") or 1
