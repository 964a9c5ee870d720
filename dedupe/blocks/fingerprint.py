"""Words of a text, and the fingerprint by which two blocks are the same.

Two blocks are the same when they have the same words, whatever their case, spacing and punctuation.
Digits are folded ("5 min read" and "7 min read" are one block), unless there is hardly a letter beside
them: rows of results and prices are content.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from zlib import crc32

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_ASCII_WORDS = (
    "".join(chr(at).lower() if _ASCII_WORD.match(chr(at)) else " " for at in range(128)).encode().ljust(256)
)
"""What `bytes.translate` puts for each character of ASCII."""
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
MIN_LETTERS = 3

BEGINNING = 3
END = 4
"""Words of a template."""
LONGEST_TEMPLATE = 200
"""Characters of a block that may be a template: longer ones are paragraphs."""


@dataclass(frozen=True)
class BlockWords:
    """What the words of a block come to: its fingerprint, and a key of 32 bits for each word in turn.

    The keys are what stories are told apart by: `array("I")` as bytes, which go from process to process at a
    tenth of what the words would take.
    """

    fingerprint: int
    keys: bytes

    @property
    def count(self) -> int:
        """How many words there are."""
        return len(self.keys) // _KEYS.itemsize


_KEYS = array("I")


def words(text: str) -> list[str]:
    """Words of a text, casefolded; in scripts without spaces every character is one."""
    if text.isascii():  # most texts are; a table takes half of a pattern's time
        return text.encode().translate(_ASCII_WORDS).decode().split()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def fingerprint_of(text: str) -> int:
    """64-bit key of a block's words; never 0."""
    return block_words(text).fingerprint


def block_words(text: str) -> BlockWords:
    """The fingerprint of a block, and the keys of its words."""
    joined = " ".join(words(text))
    encoded = joined.encode("utf-8", "surrogatepass").split()
    return BlockWords(_key(joined or text.strip()), array("I", map(crc32, encoded)).tobytes())


def template(text: str) -> int | None:
    """64-bit key of how a block begins and ends, whatever stands between; None for one too short or long.

    A site writes the story's own words into its sentence: "Read more: why the … is the talk of the town".
    """
    if len(text) > LONGEST_TEMPLATE:
        return None
    found = words(text)
    if len(found) < BEGINNING + END + 1:
        return None
    return _key(" ".join((*found[:BEGINNING], "…", *found[-END:])))


def label_template(label: str) -> int:
    """64-bit key of a block that begins with a label, whatever follows."""
    return _key(" ".join((*words(label), "…")))


def _key(joined: str) -> int:
    if sum(1 for _ in islice(_LETTER.finditer(joined), MIN_LETTERS)) == MIN_LETTERS:
        joined = _DIGITS.sub("0", joined)
    digest = blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") or 1
