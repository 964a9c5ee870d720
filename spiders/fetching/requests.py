"""A URL's request, and what is noted when the URL is seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scrapy import Request

from spiders.discovery.links import Link
from spiders.fetching.known import Known
from spiders.fetching.ledger import SeenUrl


def seen_now(link: Link, kind: str, discovery: str, found_at: str | None, known: Known | None) -> SeenUrl:
    """A link of a document at `found_at`, as it is seen at this moment."""
    return SeenUrl(
        link=link,
        kind=kind,
        discovery=discovery,
        discovery_url=found_at,
        at=datetime.now(UTC),
        known=known,
    )


def request_for(seen: SeenUrl, callback: Any, errback: Any, priority: int, **more: Any) -> Request:
    """The request for a URL; both callbacks get `seen`, and `callback` what is in `more`."""
    return Request(
        seen.link.url,
        callback=callback,
        errback=errback,
        headers=_conditions(seen.known),
        priority=priority,
        dont_filter=True,
        cb_kwargs={"seen": seen, **more},
    )


def _conditions(known: Known | None) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, 13.1)."""
    if known is None:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}
