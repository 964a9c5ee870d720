"""Texts as arrays of hashed words: no word is ever built as a string.

A batch of texts becomes one array of code points. Words are found by classes of characters, and each is
hashed with a polynomial over its characters whose prefix sums are taken for the whole batch at once
(Karp and Rabin 1987, modulo 2^64; the multiplier is odd, so its powers can be divided out). Compatibility
forms (NFKC), case, accents and variants of letters are folded first (`dedupe.letters.folding`), and
punctuation does not count.

Scripts without spaces (observed: a Chinese article is one "word" a sentence to a splitter at spaces, so
that one changed character hides a copy): every character starts a word that overlaps the next. It is 2
characters long in Han and kana, 8 in Thai, Lao, Khmer and Burmese, whose letters say less; a shingle of
five then spans 6 and 12 characters, about three and a half words and two and a half. Where a script has no
mark for the end of a sentence either (Thai), a phrase between two spaces is taken for one.

Exceptions: Korean has spaces and is read with them, although they are placed loosely. A script that has
neither spaces nor a class here (Tibetan) makes one word a phrase: only near-verbatim copies are found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import mix64, powers
from dedupe.articles.ranges import ranges
from dedupe.articles.text.characters import (
    ENDS,
    IDEOGRAPH,
    SCRIPT,
    SOUTHEAST,
    WORD,
    kinds,
)
from dedupe.articles.text.traits import Codes, letters_of, traits, whole_numbers
from dedupe.letters.folding import DROPPED, silent, table

MAX_CHARS = 400_000
"""Characters of a text that are read; what follows them is not compared."""

CHARACTERS_AT_ONCE = 160_000
"""Of texts that are read together: enough to amortise calls, few enough to stay in the cache."""

SPAN = {IDEOGRAPH: 2, SOUTHEAST: 8}
"""Characters of a word in scripts without spaces."""

WEIGHT = {IDEOGRAPH: 0.6, SOUTHEAST: 0.2}
"""Words of a spaced language that one character of these scripts is worth, where lengths are compared."""


_LETTER, _KIND, _IS_DROPPED = np.uint32((1 << 21) - 1), np.uint32(21), np.uint32(1 << 31)
"""Where the letter, its class and whether it is dropped stand in one number of 32 bits."""

_ENDS = (0x80, 0x2E80, 0x110000)
"""Tables of ASCII, of all but Chinese and what follows it, and of everything. The last takes as long as to
sign five hundred short texts, and few texts need it."""


@dataclass(frozen=True)
class Words:
    """The words of a batch of texts, one after the other.

    Word i has `hashes[i]` (uint64), `sentence[i]` (number of its sentence, rising over the batch) and
    `weight[i]` (1; less in scripts without spaces). Text t has the words from `starts[t]` up to
    `starts[t + 1]`. Where traits are wanted, it has the bits `traits[i]` and the letters `letters[i]`, and
    `facts[i]` is its hash or, for part of a number, that of the whole number; else all are zero.
    """

    hashes: npt.NDArray[np.uint64]
    facts: npt.NDArray[np.uint64]
    sentence: npt.NDArray[np.int32]
    traits: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.float32]
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1


def in_batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in parts of about CHARACTERS_AT_ONCE, in their order."""
    first, characters = 0, 0
    for number, text in enumerate(texts, 1):
        characters += min(len(text), MAX_CHARS)
        if characters >= CHARACTERS_AT_ONCE or number == len(texts):
            yield texts[first:number]
            first, characters = number, 0


class _Characters(NamedTuple):
    """The characters of some texts that are compared, a newline before each text and after the last: their
    code points, what they are compared as, their class; and where each text begins, and the end."""

    codes: Codes
    small: Codes
    kind: npt.NDArray[np.uint8]
    borders: npt.NDArray[np.int64]


def read_words(texts: Sequence[str], with_traits: bool = False) -> Words:
    """The words of `texts`, of which MAX_CHARS characters are read. Texts may be empty."""
    codes, small, kind, borders = _characters([_composed(text[:MAX_CHARS]) for text in texts])
    begin, end, script = _spans(kind & SCRIPT)
    hashes = _hash_spans(small, begin, end)
    sentence = _number_of_sentence(_sentence_ends(small, kind), begin)
    found, facts = np.broadcast_to(np.uint8(0), begin.shape), np.broadcast_to(np.uint64(0), begin.shape)
    letters = np.broadcast_to(np.uint32(0), begin.shape)
    if with_traits:
        found = traits(codes, kind, small, begin, end, sentence)
        facts = whole_numbers(codes, found, hashes, begin, end)
        letters = letters_of(kind, small, begin)
    return Words(
        hashes=hashes,
        facts=facts,
        sentence=sentence,
        traits=found,
        letters=letters,
        weight=_weights(script),
        starts=np.searchsorted(begin, borders),
    )


def _characters(texts: Sequence[str]) -> _Characters:
    joined = "\n" + "\n".join(texts) + "\n"
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    borders = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return _ascii(joined.encode("ascii"), borders) if joined.isascii() else _any_script(joined, borders)


def _ascii(joined: bytes, borders: npt.NDArray[np.int64]) -> _Characters:
    """In a third of the time: numbers of 8 bits, of which none is dropped but silent ones, nor changes its
    class by being folded."""
    letters, classes = _ascii_tables()
    small = np.frombuffer(joined.translate(letters), np.uint8)
    unheard = silent(small)
    kept = ~unheard
    small = small[kept]
    return _Characters(
        codes=np.frombuffer(joined, np.uint8)[kept],
        small=small,
        kind=np.frombuffer(small.tobytes().translate(classes), np.uint8),
        borders=borders - np.searchsorted(unheard.nonzero()[0], borders),
    )


@cache
def _ascii_tables() -> tuple[bytes, bytes]:
    """What every byte is compared as, and its class."""
    letters, classes = table(0x80).astype(np.uint8), kinds(0x80)
    return letters.tobytes() * 2, classes.tobytes() * 2


def _any_script(joined: str, borders: npt.NDArray[np.int64]) -> _Characters:
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    read = _letters_and_kinds(_end_of(codes)).take(codes)
    compared = (~silent(read & _LETTER) & (read & _IS_DROPPED == 0)).nonzero()[0]
    read, borders = read.take(compared), np.searchsorted(compared, borders)
    return _Characters(codes[compared], read & _LETTER, (read >> _KIND).astype(np.uint8), borders)


def _end_of(codes: npt.NDArray[np.uint32]) -> int:
    """How many code points a table of these must have at least."""
    most = codes.max()
    return next(end for end in _ENDS if most < end)


@cache
def _letters_and_kinds(end: int) -> npt.NDArray[np.uint32]:
    """What each code point before `end` is compared as and its class in one number, since looking it up is
    what costs."""
    small = table(end)
    dropped, classes = small == DROPPED, kinds(end).astype(np.uint32)
    both: npt.NDArray[np.uint32] = np.where(dropped, _IS_DROPPED, small) | classes << _KIND
    return both


def keep(words: Words, begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> Words:
    """The same texts, each with only the words from its `begin` up to its `end` in the batch."""
    kept = ranges(begin, end)
    return Words(
        words.hashes[kept],
        words.facts[kept],
        words.sentence[kept],
        words.traits[kept],
        words.letters[kept],
        words.weight[kept],
        np.concatenate([np.zeros(1, np.int64), np.cumsum(end - begin)]),
    )


def _composed(text: str) -> str:
    """Compatibility forms composed (NFKC), at most MAX_CHARS long; the usual text already is."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text)[:MAX_CHARS]


def _spans(
    script: npt.NDArray[np.uint8],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Begin, end and script of every word; `script` is the class of each character."""
    changes = np.flatnonzero(script[1:] != script[:-1]) + 1
    if script.max(initial=0) <= WORD:  # a newline stands at both ends, so words and the rest take turns
        return changes[::2], changes[1::2], np.full(len(changes) // 2, WORD, np.uint8)
    begin, end = changes[:-1], changes[1:]
    of_words = script[begin] != 0
    begin, end = begin[of_words], end[of_words]
    found = script[begin]
    if (found == WORD).all():
        return begin, end, found
    return _cut_spaceless(begin, end, found)


def _cut_spaceless(
    begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64], script: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Runs in scripts without spaces become overlapping words, one from each character."""
    pieces = np.where(script == WORD, 1, end - begin)
    run = np.repeat(np.arange(len(begin)), pieces)
    within = np.arange(len(run)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    span = np.full(len(script), 1 << 40)
    for spaceless, length in SPAN.items():
        span[script == spaceless] = length
    first = begin[run] + within
    return first, np.minimum(first + span[run], end[run]), script[run]


def _sentence_ends(codes: Codes, kind: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Where sentences end: at their mark, unless a word follows at once, as in 3.5 or example.org.

    Thai and its neighbours have no mark; a space between two of their words, which ends a phrase, does.
    """
    marks = np.flatnonzero((kind & ENDS) != 0)
    following = kind[np.minimum(marks + 1, len(kind) - 1)] & SCRIPT
    ends: npt.NDArray[np.int64] = marks[(following != WORD) | (codes[marks] == ord("\n"))]
    if not (kind == SOUTHEAST).any():
        return ends
    spaces = np.flatnonzero(codes[1:-1] == ord(" ")) + 1
    phrases = spaces[(kind[spaces - 1] == SOUTHEAST) & (kind[spaces + 1] == SOUTHEAST)]
    return np.sort(np.concatenate([ends, phrases]))


def _number_of_sentence(ends: npt.NDArray[np.int64], begin: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """How many sentences end before each of the words that begin at `begin`, which rises as `ends` do."""
    following = np.searchsorted(begin, ends, side="right")
    words = np.diff(following, prepend=0, append=len(begin))
    return np.repeat(np.arange(len(ends) + 1, dtype=np.int32), words)


def _hash_spans(
    codes: Codes, begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    power, inverse = powers(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, np.uint64)
    terms = np.multiply(power[: len(codes)], codes, out=sums[1:])
    np.cumsum(terms, out=terms)
    hashes = sums.take(end)
    hashes -= sums.take(begin)
    hashes *= inverse.take(begin)
    return mix64(hashes)


def _weights(script: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    weight = np.ones(len(script), np.float32)
    for spaceless, worth in WEIGHT.items():
        weight[script == spaceless] = worth
    return weight
