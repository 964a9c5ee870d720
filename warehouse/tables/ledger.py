"""`rejections`, `runs` and `erasures`: what was set aside, what was done, what was taken down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.tables.column import SCHEMA_VERSION, column


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """One page set aside, with the reason; it can be replayed from landing."""

    page_id: str | None = column("Key of the page", fallback="null: a link without a page", default=None)
    run_id: str = column("Run that set it aside")
    source: str = column("Name of the configured source")
    url: str = column("Address of the page")
    stage: str = column("Stage that set it aside: extract, clean, match")
    reason: str = column(
        "Reason code: a type of page that is no article (listing, front_page, static_page, media, form, "
        "stub, soft_404), consent, login, script_only, challenge, no_text, too_short, extractor_died, "
        "too_large, too_deep, not_html, … (index_page: a listing, until schema 2.0)"
    )
    detail: str | None = column("One line for people", fallback="null", default=None)
    fetched_at: datetime | None = column("When the page was fetched, UTC", fallback="null", default=None)
    landed_at: datetime = column("When this row was committed, UTC")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run: counts that add up, versions, duration."""

    run_id: str = column("Key of the run: its start, UTC, and four random hex digits")
    status: str = column("complete, or recovered: finished by a later run from what had landed")
    started_at: datetime = column("Start, UTC")
    finished_at: datetime = column("End of the last stage before the commit, UTC")
    discovered: int = column("Links seen = skipped + blocked + failed + unchanged + fetched", unit="links")
    skipped: int = column("Links not asked for", unit="links")
    blocked: int = column("Links that robots.txt or network rules forbid", unit="links")
    failed: int = column("Links that gave no page", unit="links")
    unchanged: int = column("Pages that are as they were", unit="pages")
    fetched: int = column("Pages with something new = rejected + landed", unit="pages")
    rejected: int = column("Pages set aside", unit="pages")
    landed: int = column("Pages that became an article row = new + revised + duplicate", unit="pages")
    new: int = column("New articles that duplicate none", unit="articles")
    revised: int = column("New texts of known articles", unit="articles")
    duplicate: int = column("New articles that duplicate another", unit="articles")
    recleaned: int = column(
        "Known articles cleaned again because the site's model has learned", unit="articles"
    )
    removed_blocks: int = column("Blocks cut", unit="blocks")
    findings: tuple[str, ...] = column("What an operator should look at", fallback="empty list", default=())
    versions: str = column("Versions of copydesk and its libraries, JSON")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One takedown, hashed: enough to refuse the content again, not enough to know it."""

    url_hash: str = column("SHA-256 of the canonical URL")
    content_hash: str | None = column("Hash of the erased text", fallback="null", default=None)
    scope: str = column("url, article, author or source")
    reason: str = column("Why, as the operator gave it")
    erased_at: datetime = column("When, UTC")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
