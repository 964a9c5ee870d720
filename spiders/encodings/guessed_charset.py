"""The charset of a page that states none, or one that its bytes contradict.

Theory. Pages without a stated charset are old, and in the charset of their country; read as Windows-1252,
text in another alphabet is lost although no byte is. charset-normalizer tells charsets by the letters that
they give, where most of a text is beyond ASCII; of a stated language with charsets of its own these are
tried first. It cannot tell charsets apart by the few accented letters of a language in Latin letters. There
py3langid tells the language, for which the other letters are enough, and of its charsets that one is taken
in which the fewest bytes are signs instead of letters. A charset of Western Europe that is stated for a
text mostly beyond ASCII is the server's default, and is not believed. A mistake spoils the accented letters
of a page, or all of its text.
"""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from spiders.languages.detect import detected_language

MAX_SAMPLE_BYTES = 20_000
MAX_DETECTED_CHARS = 600
MOSTLY_HIGH = 0.35
"""Share of letters beyond ASCII in a text that is not written in Latin letters."""
WESTERN = "cp1252"

_WESTERN_NAMES = frozenset(
    {"cp1252", "iso8859-1", "latin-1", "latin_1", "iso8859-15", "windows-1252", "ascii"}
)
_CYRILLIC = ("cp1251", "koi8_r", "iso8859_5")
_CENTRAL = ("cp1250", "iso8859_2")
_CHARSETS = {
    **dict.fromkeys(("ru", "bg", "mk", "sr", "be", "kk", "mn", "ky"), _CYRILLIC),
    "uk": ("cp1251", "koi8_u", "iso8859_5"),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"), _CENTRAL),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257", "iso8859_13")),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), ("cp1256", "iso8859_6")),
    "el": ("cp1253", "iso8859_7"),
    "he": ("cp1255", "iso8859_8"),
    **dict.fromkeys(("tr", "az"), ("cp1254", "iso8859_9")),
    "th": ("cp874", "tis_620"),
    "vi": ("cp1258",),
    "zh": ("gb18030", "big5hkscs"),
    "ja": ("cp932", "euc_jp", "iso2022_jp"),
    "ko": ("cp949", "johab"),
}
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_PUNCTUATION = "“”„‘’‚–—…«»‹›€£§°©®·•\xa0"
_LANG = re.compile(
    rb"<(?:html|rss|feed|body)\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})|"
    rb"http-equiv=[\"']?content-language[\"']?\s+content=[\"']?([A-Za-z]{2,3})|<language>\s*([A-Za-z]{2,3})",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_ASCII_WORDS = re.compile(rb"[\x00-\x40\x5b-\x60\x7b-\x7f]+")


def guessed_charset(body: bytes) -> str | None:
    """The charset that the bytes of a page or feed without a stated one are in; None where nothing tells."""
    sample = _MARKUP.sub(b" ", body[: 20 * MAX_SAMPLE_BYTES])[:MAX_SAMPLE_BYTES]
    if sample.isascii():
        return None
    if not is_mostly_high(sample):
        text = " ".join(sample.decode(WESTERN, "replace").split())[:MAX_DETECTED_CHARS]
        return _most_letters(sample, _CHARSETS.get(detected_language(text), (WESTERN,)))
    found = _LANG.search(body[:10_000])
    language = next((part for part in found.groups() if part), b"").decode().lower() if found else ""
    own = _detected(sample, _CHARSETS.get(language, ())) if language in _CHARSETS else None
    return own or _detected(sample, ()) or _detected(sample, _CYRILLIC)


def _detected(sample: bytes, among: tuple[str, ...]) -> str | None:
    """The likeliest charset among these, or all; not one that gives half-width katakana, as for KOI8-R."""
    matches = from_bytes(sample, cp_isolation=list(among) or None)
    return next(
        (one.encoding for one in matches if len(_HALF_WIDTH.findall(str(one))) < len(sample) / 10), None
    )


def _most_letters(sample: bytes, charsets: tuple[str, ...]) -> str:
    """The charset in which the fewest bytes beyond ASCII are no letters."""
    return min(charsets, key=lambda charset: sum(map(_is_odd, sample.decode(charset, "replace"))))


def _is_odd(character: str) -> bool:
    return character > "\x7f" and not character.isalpha() and character not in _PUNCTUATION


def is_mostly_high(text: bytes) -> bool:
    """Whether a text without markup has so many bytes beyond ASCII that it is in no Latin letters."""
    letters = _ASCII_WORDS.sub(b"", text)
    high = sum(1 for byte in letters if byte >= 0x80)
    return high > MOSTLY_HIGH * max(1, len(letters))


def contradicts(body: bytes, charset: str) -> bool:
    """Whether a page is said to be in a charset of Western Europe and is not in Latin letters."""
    if charset.lower().replace("_", "-") not in _WESTERN_NAMES:
        return False
    return is_mostly_high(_MARKUP.sub(b" ", body[: 20 * MAX_SAMPLE_BYTES])[:MAX_SAMPLE_BYTES])
