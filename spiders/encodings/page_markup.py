"""A page's bytes as markup that can be parsed whole: UTF-8, without forbidden characters, within bounds.

Theory. libxml2 drops what follows a character that XML forbids, and lxml refuses such characters in text:
one `&#1;` makes a whole page come back empty. So they are removed before the parse, whether written
as characters or as references. A page states its charset in up to four places that often disagree;
bytes that are nearly all UTF-8 and not plain ASCII are UTF-8 whatever is stated (a text in another charset
passes by chance almost never), otherwise the order of browsers holds (w3lib), with a guess at its end (see
`guessed_charset`); UTF-8 that is stated and is none is a server's default, and the guess holds. A mistake
here costs the article, or its accented letters.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from w3lib.encoding import html_to_unicode

from spiders.encodings.bounded_markup import bounded
from spiders.encodings.guessed_charset import WESTERN, contradicts, guessed_charset
from spiders.encodings.unclosed import closed

BROKEN = "\ufffd"
FEW, MOSTLY = 0.1, 0.5
"""Shares of the characters beyond ASCII."""

_WIDE = ("utf-16", "utf-32")
"""Charsets in which every tag has zero bytes: a page without zeros is in another, whatever it states."""

_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")
_NEVER = ("\ufffc", "\ufffe", "\uffff")
"""U+FFFC is ours to mark with (see `apart`) and means nothing in a text."""
_REFERENCE = re.compile(rb"&#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,10});?")
_PROLOGUE = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)


def decode(body: bytes, content_type: str | None) -> str:
    """The page as text; undecodable bytes become U+FFFD."""
    if body.isascii() or not _is_utf8(text := body.decode("utf-8-sig", "replace")):
        charset, text = html_to_unicode(
            content_type, body, default_encoding=WESTERN, auto_detect_fun=guessed_charset
        )
        is_no_utf8 = charset == "utf-8" and _broken_share(text) > MOSTLY
        if (charset.startswith(_WIDE) and b"\0" not in body) or is_no_utf8 or contradicts(body, charset):
            text = body.decode(guessed_charset(body) or WESTERN, "replace")
    return text


def allowed(text: str) -> bytes:
    """A text in UTF-8 without characters that XML forbids, whether written or referred to."""
    for mark in _NEVER:
        text = text.replace(mark, "") if mark in text else text  # to look is quicker than to replace nothing
    return _with_allowed_references(text.encode("utf-8", "ignore").translate(None, _CONTROLS))


def _with_allowed_references(markup: bytes) -> bytes:
    """Markup without references to characters that XML forbids."""
    if all(map(_is_allowed, set(_REFERENCE.findall(markup)))):  # nearly all pages: the same few over and over
        return markup
    return _REFERENCE.sub(lambda found: found[0] if _is_allowed(found[0]) else b"", markup)


def readable_markup(body: bytes, content_type: str | None) -> tuple[bytes, int]:
    """A page in UTF-8 as a parser can read it whole, and of how many elements attributes were cut."""
    return bounded(closed(_PROLOGUE.sub(b"", _in_utf8(body, content_type))))


def _in_utf8(body: bytes, content_type: str | None) -> bytes:
    """A page in UTF-8 without forbidden characters: mostly its own bytes, which are not written once more."""
    try:
        text = "" if body.isascii() or body.startswith(BOM_UTF8) else body.decode()
    except UnicodeDecodeError:
        text = ""
    if text and not any(mark in text for mark in (BROKEN, *_NEVER)):
        has_controls = any(control in body for control in _CONTROLS)  # quicker than to write a page once more
        return _with_allowed_references(body.translate(None, _CONTROLS) if has_controls else body)
    return allowed(decode(body, content_type))


def _is_utf8(text: str) -> bool:
    """Whether a text, decoded as UTF-8, has characters beyond ASCII, of which at most a tenth broke."""
    return _broken_share(text) <= FEW


def _broken_share(text: str) -> float:
    """The share of a text's characters beyond ASCII that broke when it was decoded as UTF-8."""
    broken = text.count(BROKEN)
    return broken / (len(text) - len(text.encode("ascii", "ignore"))) if broken else 0.0


def _is_allowed(reference: bytes) -> bool:
    digits = reference[2:].rstrip(b";")
    number = int(digits[1:], 16) if digits[:1] in (b"x", b"X") else int(digits)
    control = number < 0x20 and number not in (0x09, 0x0A, 0x0D)
    surrogate = 0xD800 <= number <= 0xDFFF
    return not (control or surrogate or number in (0xFFFC, 0xFFFE, 0xFFFF) or number > 0x10FFFF)
