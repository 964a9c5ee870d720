"""`fetches`: one row is one attempt; every discovered URL ends here exactly once a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.tables.column import SCHEMA_VERSION, Stored, column
from warehouse.values import Discovery, FetchKind, FetchOutcome, FetchReason


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """The outcome of one URL in one run."""

    fetch_id: str = column("First 24 hex digits of the SHA-256 of run_id, kind and url")
    run_id: str = column("Run that made the attempt")
    source: str = column("Name of the configured source", stored=Stored.COUNTED)
    url: str = column("Normalised URL of the link; credentials are stripped")
    kind: str = column("What the URL was requested as", values=FetchKind, stored=Stored.COUNTED)
    outcome: str = column("How the attempt ended", values=FetchOutcome, stored=Stored.COUNTED)
    reason: str = column("Why the outcome is what it is", values=FetchReason)
    detail: str | None = column("Details, in one line", stored=Stored.BULK, default=None)
    discovery: str = column("How the link was found", values=Discovery)
    discovery_url: str | None = column("Where the link was seen", default=None)
    discovered_at: datetime = column("When the link was seen, UTC")
    fetched_at: datetime | None = column(
        "When the response came, UTC", fallback="null: no response", default=None
    )
    final_url: str | None = column("URL that the response came from, after redirects", default=None)
    status: int | None = column("HTTP status", fallback="null: no response", default=None)
    etag: str | None = column("ETag of the response, sent back with the next request", default=None)
    last_modified: str | None = column("Last-Modified of the response, sent back likewise", default=None)
    body_hash: str | None = column("First 32 hex digits of the SHA-256 of the body", default=None)
    bytes: int = column("Body size after decompression", unit="bytes", default=0)
    milliseconds: int = column("From request to response", unit="milliseconds", default=0)
    links: int = column("Links found, for discovery documents", unit="links", default=0)
    retry_after: datetime | None = column("Not to be requested again before, UTC", default=None)
    page_id: str | None = column("Key of the landed page", fallback="null: no page", default=None)
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
