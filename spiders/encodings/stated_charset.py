"""The encoding of a discovery document that does not state it itself.

Feeds, sitemaps and front pages are read from their bytes, by parsers that look for a byte order mark, an XML
declaration or a meta element. Where there is none of these, the header is what is left to go by (RFC 7303),
and where that is silent too and the bytes are no UTF-8, what they look like (see `extraction.charsets`).
"""

from __future__ import annotations

import codecs

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from spiders.encodings.guessed_charset import guessed_charset

GZIP = b"\x1f\x8b"
_NO_CHARSETS = frozenset({"punycode", "idna"})
"""Python's codecs for names of hosts, which take minutes for a megabyte."""


def with_charset(body: bytes, content_type: str | None) -> bytes:
    """The body as it came, or in UTF-8 with a byte order mark where it does not state its encoding itself."""
    charset = http_content_type_encoding(content_type)
    if charset in _NO_CHARSETS or body.startswith(GZIP) or body.isascii():
        return body
    if read_bom(body)[0] is not None or html_body_declared_encoding(body) is not None:
        return body
    charset = charset or _unstated(body)
    if charset is None:
        return body
    if charset == "utf-8":
        return codecs.BOM_UTF8 + body
    try:
        return codecs.BOM_UTF8 + body.decode(charset, "replace").encode("utf-8", "replace")
    except (LookupError, UnicodeError):
        return body


def _unstated(body: bytes) -> str | None:
    """What a document is in that states no encoding; None for UTF-8, which parsers take it for."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return guessed_charset(body)
    return None
