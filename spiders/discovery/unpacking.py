"""Discovery documents that are files in gzip format, like `sitemap.xml.gz`."""

from __future__ import annotations

from spiders.discovery.links import UnreadableDocument
from spiders.encodings.content_encodings import GZIP, DecodingError, decode
from warehouse.values import FetchReason

MAX_UNPACKED_BYTES = 40_000_000
"""The protocol allows 50 MiB (sitemaps.org); those seen have a tenth of it."""


def unpacked(body: bytes, url: str, reason: FetchReason) -> tuple[bytes, str | None]:
    """The plain document, and a remark where it is cut off. Raises UnreadableDocument: `reason`,
    `too_large`.

    Some servers pack a file again that is packed already; more than twice is a bomb.
    """
    remark = None
    for _ in range(2):
        if remark or not body.startswith(GZIP):
            break
        body, remark = _unpacked(body, url, reason)
    return body, remark


def _unpacked(body: bytes, url: str, reason: FetchReason) -> tuple[bytes, str | None]:
    try:
        return decode(body, "gzip", MAX_UNPACKED_BYTES), None
    except DecodingError as error:
        if error.reason is FetchReason.TOO_LARGE:
            raise UnreadableDocument(
                url, FetchReason.TOO_LARGE, f"more than {MAX_UNPACKED_BYTES} bytes, unpacked"
            ) from error
        if not error.so_far:
            raise UnreadableDocument(url, reason, f"broken gzip: {error}") from error
        return error.so_far, "the gzip file is truncated; read up to its end"
