"""`rejections`, `runs` and `erasures`: what was set aside, what was done, what was taken down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.tables.column import SCHEMA_VERSION, column
from warehouse.values import ErasureScope, RejectionReason, RejectionStage, RunStatus


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """One page set aside, with the reason; it can be replayed from landing."""

    page_id: str | None = column("Key of the page", fallback="null: a link without a page", default=None)
    run_id: str = column("Run that set it aside")
    source: str = column("Name of the configured source")
    url: str = column("URL of the page")
    stage: str = column("Stage that set it aside", values=RejectionStage)
    reason: str = column("Why the page became no article", values=RejectionReason)
    detail: str | None = column("Details, in one line", default=None)
    fetched_at: datetime | None = column("When the page was fetched, UTC", default=None)
    landed_at: datetime = column("When this row was committed, UTC")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run, or a part of it that landed by itself: counts that add up, versions, duration."""

    run_id: str = column(
        "The run: its start, UTC, and four random hex digits; each part that it landed in has a row"
    )
    status: str = column("How the rows of the run came about", values=RunStatus)
    started_at: datetime = column("Start, UTC")
    finished_at: datetime = column("End of the last stage before the commit, UTC")
    discovered: int = column("Links seen = skipped + blocked + failed + unchanged + fetched", unit="links")
    skipped: int = column("Links not requested", unit="links")
    blocked: int = column("Links that robots.txt or network rules forbid", unit="links")
    failed: int = column("Links that gave no page", unit="links")
    unchanged: int = column("Unchanged pages", unit="pages")
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
    findings: tuple[str, ...] = column("What an operator should look at", default=())
    versions: str = column("Versions of copydesk and its libraries, JSON")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One takedown, hashed: enough to refuse the content again, not enough to know it."""

    url_hash: str = column("SHA-256 of the canonical URL")
    content_hash: str | None = column("Hash of the erased text", default=None)
    scope: str = column("By what the content was named", values=ErasureScope)
    reason: str = column("Why, as the operator gave it")
    erased_at: datetime = column("When, UTC")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
