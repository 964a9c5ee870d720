"""`fetches`: one row is one attempt; every discovered URL ends here exactly once a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.tables.column import SCHEMA_VERSION, column


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """The outcome of one URL in one run."""

    fetch_id: str = column("First 24 hex digits of the SHA-256 of run_id, kind and url")
    run_id: str = column("Run that made the attempt")
    source: str = column("Name of the configured source")
    url: str = column("Normalised address of the link; credentials are stripped")
    kind: str = column("article, or the discovery document: feed, news_sitemap, sitemap, front_page, section")
    outcome: str = column(
        "skipped (not asked for), blocked (robots.txt or network rules), failed, "
        "unchanged (304, same bytes or same text) or fetched"
    )
    reason: str = column(
        "Reason code of the outcome: skipped: not_due, deferred, denied, budget, erased; blocked: robots, "
        "robots_unreachable, private_address, scheme; failed: http_NNN, timeout, dns, connection, too_large, "
        "redirects, not_a_feed, not_html, …; unchanged: http_304, same_content, same_text, "
        "variant, better_extraction (metadata shown right at last), moved (to another URL); fetched: ok"
    )
    detail: str | None = column("One line for people", fallback="null", default=None)
    discovery: str = column(
        "How the link was seen: feed, news_sitemap, sitemap, front_page, section, archive, config"
    )
    discovery_url: str | None = column("Where the link was seen", fallback="null", default=None)
    discovered_at: datetime = column("When the link was seen, UTC")
    fetched_at: datetime | None = column(
        "When the answer came, UTC", fallback="null: no answer", default=None
    )
    final_url: str | None = column("Address that answered, after redirects", fallback="null", default=None)
    status: int | None = column("HTTP status", fallback="null: no answer", default=None)
    etag: str | None = column(
        "ETag of the answer, sent back with the next attempt", fallback="null", default=None
    )
    last_modified: str | None = column(
        "Last-Modified of the answer, sent back likewise", fallback="null", default=None
    )
    body_hash: str | None = column(
        "First 32 hex digits of the SHA-256 of the body", fallback="null", default=None
    )
    bytes: int = column("Body size after decompression", unit="bytes", default=0)
    milliseconds: int = column("From request to answer", unit="milliseconds", default=0)
    links: int = column("Links found, for discovery documents", unit="links", default=0)
    retry_after: datetime | None = column(
        "Not to be asked for again before, UTC", fallback="null", default=None
    )
    page_id: str | None = column("Key of the landed page", fallback="null: no page", default=None)
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
