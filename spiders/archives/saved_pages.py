"""Pages that people saved: HTML by a browser, SingleFile, HTTrack or monolith, and MHTML.

Which URL a page had is said, first by who saved it (a comment of the browser or of one of these, a header of
MHTML), then by the page itself (canonical link, og:url; attributes in any order). HTTrack leaves
out the scheme: it is the canonical link's where both name the same page, else http. Of a URL of the Wayback
Machine the one that it captured counts. A page that says nothing
gets a URL of its place below `archive.invalid`.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from spiders.fetching.content_type import MAX_PAGE_BYTES
from spiders.identity.urls import UrlError, normalise

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HEAD_BYTES = 200_000
_MAX_MHTML_BYTES = 50_000_000
_SAVED_FROM = re.compile(rb"saved from url=(?:\(\d+\))?(https?://[^\s>]+)", re.IGNORECASE)
_SINGLE_FILE = re.compile(rb"Page saved with SingleFile\s{1,10}url:\s{0,10}(https?://[^\s>]+)", re.IGNORECASE)
_MONOLITH = re.compile(rb"<!-- Saved from (https?://[^\s>]+) at [^>]{1,60} using monolith", re.IGNORECASE)
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d{4,14}[a-z_]{0,4}/(?=https?://)", re.IGNORECASE)
"""The Wayback Machine's own URL of a capture, before the URL that was captured."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTTRACK = re.compile(rb"<!-- Mirrored from ([^\s>]+) by HTTrack", re.IGNORECASE)
_TAG = re.compile(rb"""<(link|meta)\b((?:[^>"']|"[^"]*"|'[^']*'){1,1000})>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


@dataclass(frozen=True, kw_only=True)
class SavedPage:
    """A page as it was saved, with the URL that it had."""

    url: str
    fetched_at: datetime
    status: int = 200
    content_type: str | None = "text/html"
    headers: str = "[]"
    body: bytes


def saved_page(file: Path, root: Path) -> SavedPage:
    """The page of a file below `root`. Raises OSError, UrlError, and ValueError for MHTML without a page."""
    saved_at = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    place = f"http://archive.invalid/{file.relative_to(root).as_posix()}"
    with file.open("rb") as stream:
        if file.name.lower().endswith((".mhtml", ".mht")):
            return _mhtml_page(stream.read(_MAX_MHTML_BYTES), saved_at, place)
        body = stream.read(MAX_PAGE_BYTES + 1)
    return SavedPage(url=stated_url(body) or normalise(place), fetched_at=saved_at, body=body)


def stated_url(body: bytes) -> str | None:
    """The URL that a saved page names in its first 200,000 bytes; None where it names none."""
    head = body[:_HEAD_BYTES]
    if head.startswith(_UTF_16):
        head = head.decode("utf-16", "replace").encode()
    for written in _stated(head):
        try:
            return normalise(_WAYBACK.sub("", written, count=1))
        except UrlError:
            continue
    return None


def _stated(head: bytes) -> Iterator[str]:
    for pattern in (_SAVED_FROM, _SINGLE_FILE, _MONOLITH):
        if found := pattern.search(head):
            yield found[1].decode("utf-8", "replace")
    named = map(html.unescape, _named(head))
    canonical = [url for url in named if url.lower().startswith(("http://", "https://"))]
    if found := _HTTRACK.search(head):
        mirrored = found[1].decode("utf-8", "replace")
        same = (url for url in canonical if url.partition("://")[2] == mirrored)
        yield next(same, f"http://{mirrored}")
    yield from canonical


def _named(head: bytes) -> Iterator[str]:
    """What canonical links name, then what og:url does."""
    tags = [(found[1].lower(), _attributes(found[2])) for found in _TAG.finditer(head)]
    yield from (
        attributes.get("href", "")
        for tag, attributes in tags
        if tag == b"link" and "canonical" in attributes.get("rel", "").lower().split()
    )
    yield from (
        attributes.get("content", "")
        for tag, attributes in tags
        if tag == b"meta"
        and "og:url" in (attributes.get("property", "").lower(), attributes.get("name", "").lower())
    )


def _attributes(written: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(written.decode("utf-8", "replace"))
    return {name.lower(): (a or b or c).strip() for name, a, b, c in found}


def _mhtml_page(data: bytes, saved_at: datetime, place: str) -> SavedPage:
    """The first HTML part (RFC 2557), in the charset that its header states."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = next((part for part in message.walk() if part.get_content_type() in _HTML_TYPES), None)
    if part is None:
        raise ValueError("contains no HTML")
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    stated = [str(message.get("Snapshot-Content-Location") or ""), str(part.get("Content-Location") or "")]
    url = next((url for url in stated if url.startswith(("http://", "https://"))), None)
    charset = part.get_content_charset()
    content_type = f"text/html; charset={charset}" if charset else "text/html"
    return SavedPage(
        url=normalise(url or stated_url(body) or place),
        fetched_at=saved_at,
        content_type=content_type,
        body=body[: MAX_PAGE_BYTES + 1],
    )
