"""`pages`: one row is one fetched page, raw bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.tables.column import SCHEMA_VERSION, Stored, column
from warehouse.values import Discovery


@dataclass(frozen=True, kw_only=True)
class Page:
    """One fetched page as it came, with what its discovery said of it."""

    page_id: str = column("First 24 hex digits of the SHA-256 of url, fetched_at and body_hash")
    run_id: str = column("Run that fetched the page")
    source: str = column("Name of the configured source")
    url: str = column("URL that was requested")
    final_url: str = column("URL that the response came from, after redirects")
    fetched_at: datetime = column("When the response came, UTC")
    status: int = column("HTTP status", example="200")
    content_type: str | None = column("Content-Type header", default=None)
    headers: str = column(
        "Headers of the response as a JSON list of [name, value] pairs", default="[]", stored=Stored.BULK
    )
    body: bytes = column("Body after decompression, byte for byte", stored=Stored.BULK)
    body_hash: str = column("First 32 hex digits of the SHA-256 of body")
    discovery: str = column("How the link was found", values=Discovery)
    discovery_url: str | None = column("Where the link was seen", default=None)
    discovered_at: datetime = column("When the link was seen, UTC")
    link_title: str | None = column("Title that the feed or sitemap gave", default=None)
    link_published: str | None = column("Published date that the feed or sitemap gave", default=None)
    link_modified: str | None = column("Modified date that the feed or sitemap gave", default=None)
    link_language: str | None = column("Language that the feed or sitemap gave", default=None)
    robots_allowed: bool = column("Whether robots.txt allowed the fetch; true for archives", default=True)
    robots_ai_allowed: bool | None = column(
        "Whether robots.txt allows training: known AI agents, Content-Usage, Content-Signal; null where it "
        "is silent",
        default=None,
    )
    tdm_reserved: bool | None = column("TDM reservation in headers or tdmrep.json", default=None)
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
    link_authors: tuple[str, ...] | None = column(
        "Author fields that the feed gave, as written", default=None, since="2.1"
    )
    link_summary: str | None = column(
        "Summary that the feed gave, its first 500 characters", default=None, since="2.1"
    )
    link_site_name: str | None = column(
        "What the feed or news sitemap calls the site", default=None, since="2.1"
    )
