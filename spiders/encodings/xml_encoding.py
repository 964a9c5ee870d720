"""The text of an XML or JSON document as UTF-8, whatever it is written in.

What a document is written in is said by its byte order mark, by the zero bytes of its first characters (XML
1.0, appendix F; RFC 4627, 3) and by its XML declaration, in this order; UTF-8 where nothing says so.

Observed: a document in UTF-8 with one byte of another encoding in one title (pasted text, a title cut in the
middle of a character), and documents that are Latin-1 from end to end and say UTF-8. The rule: characters of
several bytes that are right are evidence for UTF-8, bytes that are wrong against it, and the majority
decides. In the first case the bad byte becomes U+FFFD, which makes a URL unusable and leaves the others
alone; in the second the document is read as windows-1252. A document with as many of the one as of the other
is read as UTF-8, which loses its bad entries and invents no URL; so is one whose only byte beyond
ASCII is a wrong one.
"""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import resolve_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}
"""Which of the first four bytes are zero when the first two characters are ASCII."""
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE)
_NOT_FOR_TEXT = frozenset({"punycode", "idna", "utf-8", "utf-7"})
_WIDE = re.compile(r"(utf|ucs|iso-10646-ucs)[-_]?(2|4|16|32)", re.IGNORECASE)
_SEQUENCES = re.compile(
    rb"([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})|[\x80-\xff]"
)


def to_utf8(body: bytes) -> tuple[bytes, str | None]:
    """The document in UTF-8, and what was wrong with its bytes, in a few words.

    In UTF-8 are also returned documents with bad bytes among good ones: decode with "replace".
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _from(body[len(mark) :], encoding)
    wide = _ZEROS.get(tuple(byte == 0 for byte in body[:4]))  # type: ignore[arg-type]
    return _from(body, wide or _declared(body))


def _declared(body: bytes) -> str:
    found = _DECLARED.match(body[:300])
    name = found[1].decode("ascii") if found else "utf-8"
    if _WIDE.fullmatch(name):
        return "utf-8"  # a document in wide characters would have shown zero bytes
    return resolve_encoding(name) or "utf-8"


def _from(body: bytes, encoding: str) -> tuple[bytes, str | None]:
    if encoding in _NOT_FOR_TEXT:
        return _as_utf8(body)
    try:
        text = body.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return _as_utf8(body)
    bad = text.count("\ufffd")
    return text.encode("utf-8", "replace"), f"{bad} bytes are not {encoding}" if bad else None


def _as_utf8(body: bytes) -> tuple[bytes, str | None]:
    if body.isascii() or _is_valid(body):
        return body, None
    good = bad = 0
    for found in _SEQUENCES.finditer(body):
        good += found[1] is not None
        bad += found[1] is None
    if bad > max(good, 1):
        text = body.decode("windows-1252", "replace")
        return text.encode(), "not UTF-8; read as windows-1252"
    return body, f"{bad} bytes are not UTF-8"


def _is_valid(body: bytes) -> bool:
    """Piece by piece, since a text of fifty megabytes need not stand in memory twice."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), 1_000_000):
            decoder.decode(body[start : start + 1_000_000])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
