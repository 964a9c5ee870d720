"""`articles`: one row is one revision of one article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from warehouse.tables.block import Block, blocks_of
from warehouse.tables.column import SCHEMA_VERSION, Stored, column
from warehouse.values import (
    ArticleFlag,
    AuthorsOrigin,
    BlockKind,
    Change,
    DateOrigin,
    DatePrecision,
    Discovery,
    IdentityReason,
    TitleOrigin,
    WallKind,
)


@dataclass(frozen=True, kw_only=True)
class Article:
    """One revision of one article, as extracted and cleaned."""

    article_id: str = column(
        "Key of the article: the first 16 hex digits of the SHA-256 of its canonical URL, of the first one "
        "where the article moved",
        example="7d3c5b1f0a9e4c62",
        stored=Stored.SOUGHT_KEY,
    )
    revision: int = column(
        "Number of the observed text of this article, from 1; a new text is a new revision",
        stored=Stored.COUNTED,
    )
    extraction: int = column(
        "Number of the extraction of this revision, from 1; it rises when the same page is extracted or "
        "cleaned again with a newer model",
        stored=Stored.COUNTED,
    )
    text_key: int | None = column(
        "article_id as a number, with revision and extraction folded in: one number for each row, for joins "
        "over many",
        arrow="uint64",
        derived="xor(('0x' || article_id)::UBIGINT, ((revision - 1) * 65536 + extraction - 1)::UBIGINT)",
        since="2.0",
        stored=Stored.KEY,
    )
    url: str = column(
        "URL that was fetched, after redirects",
        example="https://example.org/a?utm_source=x",
        stored=Stored.BULK,
    )
    canonical_url: str = column(
        "Normalised URL that identifies the article", example="https://example.org/a", stored=Stored.BULK
    )
    identity_reason: str = column(
        "Why canonical_url is what it is", values=IdentityReason, stored=Stored.BULK
    )
    amp_url: str | None = column("URL of the AMP form", default=None, stored=Stored.BULK)
    source: str = column("Name of the configured source", example="example-news", stored=Stored.COUNTED)
    domain: str = column("Host of canonical_url without www.", example="example.org", stored=Stored.COUNTED)
    title: str | None = column("Headline without the site's suffix", default=None, stored=Stored.BULK)
    text: str = column("Body text: its blocks joined by newlines, boilerplate removed", stored=Stored.SCANNED)
    line_kinds: tuple[str, ...] = column(
        "Kind of each line of text, which views show with the text as `blocks`", values=BlockKind, since="2.0"
    )
    description: str | None = column(
        "Standfirst or summary that the page states", default=None, stored=Stored.BULK
    )
    authors: tuple[str, ...] = column(
        "Names of the authors, in the page's order", default=(), stored=Stored.BULK
    )
    section: str | None = column("Section or desk that the page states", default=None, stored=Stored.COUNTED)
    tags: tuple[str, ...] = column("Keywords that the page states", default=(), stored=Stored.BULK)
    language: str | None = column(
        "Language of the text, the primary subtag of BCP-47",
        example="de",
        default=None,
        stored=Stored.COUNTED,
    )
    image_url: str | None = column("URL of the lead image", default=None, stored=Stored.BULK)
    word_count: int = column(
        "Words in the text; for languages without spaces, characters of the script",
        unit="words",
        stored=Stored.COUNTED,
    )
    published_at: datetime | None = column("When the article was first published, UTC", default=None)
    published_raw: str | None = column(
        "The published date as it was written", default=None, stored=Stored.BULK
    )
    published_precision: str | None = column(
        "How precisely the published date is stated",
        default=None,
        values=DatePrecision,
        stored=Stored.BULK,
    )
    published_origin: str | None = column(
        "Where the published date stood", default=None, values=DateOrigin, stored=Stored.BULK
    )
    modified_at: datetime | None = column("When the page says it was last changed, UTC", default=None)
    discovered_at: datetime = column("When the link was first seen in this run, UTC", stored=Stored.BULK)
    fetched_at: datetime = column("When the page was fetched, UTC", stored=Stored.BULK)
    landed_at: datetime = column("When this row was committed, UTC", stored=Stored.COUNTED)
    landed_date: date | None = column(
        "Day on which the row landed, UTC; files are sorted by it, so that a filter on it skips most of them",
        derived="make_timestamp(epoch_us(landed_at))::DATE",
        since="1.1",
        stored=Stored.COUNTED,
    )
    is_free: bool = column(
        "False where the page says, or its length shows, that the text is behind a wall",
        stored=Stored.COUNTED,
    )
    wall: str = column("What stands between a reader and the text", values=WallKind, stored=Stored.COUNTED)
    robots_allowed: bool = column(
        "Whether robots.txt allowed the fetch; true for archives", stored=Stored.BULK
    )
    tdm_reserved: bool | None = column(
        "TDM rights reserved (TDMRep)", fallback="null: not stated", default=None, stored=Stored.BULK
    )
    ai_train_allowed: bool | None = column(
        "Whether the publisher allows training (robots.txt agents, Content-Usage, Content-Signal, "
        "X-Robots-Tag, meta)",
        fallback="null: not stated",
        default=None,
        stored=Stored.BULK,
    )
    license: str | None = column("Licence that the page links or states", default=None, stored=Stored.BULK)
    removed_blocks: int = column(
        "Blocks cut from this revision as site boilerplate", unit="blocks", stored=Stored.BULK
    )
    removed_chars: int = column(
        "Characters cut from this revision as site boilerplate", unit="characters", stored=Stored.BULK
    )
    flags: tuple[str, ...] = column("Remarks on the row", default=(), values=ArticleFlag, stored=Stored.BULK)
    content_hash: str = column(
        "First 32 hex digits of the SHA-256 of the normalised text", stored=Stored.BULK
    )
    page_id: str = column("Key of the page that this was extracted from", stored=Stored.BULK)
    discovery: str = column("How the link was found", values=Discovery, stored=Stored.BULK)
    discovery_url: str | None = column("Where the link was seen", default=None, stored=Stored.BULK)
    run_id: str = column("Run that landed this row")
    extractor: str = column(
        "Name and version of the extractor", example="copydesk 0.1.0 / trafilatura 2.3.1", stored=Stored.BULK
    )
    published_day: date | None = column(
        "Day on which the article was first published in its publisher's own zone; published_at is in UTC",
        default=None,
        since="2.1",
    )
    language_region: str | None = column(
        "Region that the page states for its language, ISO 3166",
        example="GB",
        default=None,
        since="2.1",
    )
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION, stored=Stored.BULK)
    former_urls: tuple[str, ...] | None = column(
        "Canonical URLs that the article had before it moved, oldest first",
        fallback="null: none",
        default=None,
        since="2.1",
        stored=Stored.BULK,
    )
    changed: tuple[str, ...] | None = column(
        "What this revision changed",
        fallback="null: the first revision",
        default=None,
        values=Change,
        since="2.1",
        stored=Stored.BULK,
    )
    title_origin: str | None = column(
        "Where the title stood",
        fallback="null: no title",
        default=None,
        values=TitleOrigin,
        since="2.1",
        stored=Stored.BULK,
    )
    authors_origin: str | None = column(
        "Where the authors stood",
        fallback="null: no authors",
        default=None,
        values=AuthorsOrigin,
        since="2.1",
        stored=Stored.BULK,
    )
    correction_note: str | None = column(
        "Notes on a correction, clarification, update or retraction at the page's head or tail, joined by "
        "newlines",
        fallback="null: none",
        default=None,
        since="2.1",
        stored=Stored.BULK,
    )

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The text as blocks with their kinds, in reading order."""
        return blocks_of(self.text, self.line_kinds)
