"""The keys of what lands: fetches and pages are named by what they are."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

MAX_PAGE_BYTES = 5_000_000
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML_START = re.compile(
    rb"\s*(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)", re.I | re.S
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def body_hash(body: bytes) -> str:
    """First 32 hex digits of the SHA-256 of a body."""
    return hashlib.sha256(body).hexdigest()[:32]


def page_id(url: str, fetched_at: datetime, hashed_body: str) -> str:
    """Key of a page: the same capture has the same key, however often it is imported."""
    return _key(url, fetched_at.isoformat(), hashed_body)


def fetch_id(run_id: str, kind: str, url: str, capture: str = "") -> str:
    """Key of an attempt; `capture` tells several captures of one URL in an archive apart."""
    return _key(run_id, kind, url, capture)


def is_html(content_type: str | None, body: bytes) -> bool:
    """Whether an answer is a page: by its declared type or, where that says nothing, by its first bytes.

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


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
