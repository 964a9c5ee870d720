"""Whether a response is a page: its declared type and its first bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an import of archives looks at types too, and Scrapy is half of what it would load
    from scrapy.http import Response

MAX_PAGE_BYTES = 5_000_000
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML_START = re.compile(
    rb"\s*(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)", re.I | re.S
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def content_type_of(response: Response) -> str | None:
    """The Content-Type header as it came; None where there is none."""
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None


def is_html(content_type: str | None, body: bytes) -> bool:
    """Whether a response is a page: by its declared type or, where that says nothing, by its first bytes.

    What is full of control characters is none, whatever it is declared to be.
    """
    declared = (content_type or "").partition(";")[0].strip().lower()
    if _is_binary(content_type, body[:2_000]):
        return False
    if declared in _HTML_TYPES:
        return True
    return declared in ("", "application/octet-stream", "text/plain") and bool(
        _HTML_START.match(body[:2_000])
    )


def _is_binary(content_type: str | None, start: bytes) -> bool:
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or "utf-16" in (content_type or "").lower()
    return not wide and len(_CONTROL.findall(start)) * 20 > len(start)
