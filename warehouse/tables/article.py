"""`articles`: one row is one revision of one article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from warehouse.tables.block import Block, blocks_of
from warehouse.tables.column import SCHEMA_VERSION, column


@dataclass(frozen=True, kw_only=True)
class Article:
    """One revision of one article, as extracted and cleaned."""

    article_id: str = column(
        "Key of the article: the first 16 hex digits of the SHA-256 of its canonical URL, of the first one "
        "where the article moved",
        example="7d3c5b1f0a9e4c62",
    )
    revision: int = column(
        "Number of the observed text of this article, from 1; a new text is a new revision"
    )
    extraction: int = column(
        "Number of the extraction of this revision, from 1; it rises when the same page is extracted or "
        "cleaned again with a newer model",
    )
    text_key: int | None = column(
        "article_id as a number, with revision and extraction folded in: one number for each row, for joins "
        "over many",
        arrow=pa.uint64(),
        derived="xor(('0x' || article_id)::UBIGINT, ((revision - 1) * 65536 + extraction - 1)::UBIGINT)",
    )
    url: str = column(
        "Address that was fetched, after redirects", example="https://example.org/a?utm_source=x"
    )
    canonical_url: str = column(
        "Normalised address that identifies the article", example="https://example.org/a"
    )
    identity_reason: str = column(
        "Why canonical_url is what it is: canonical_link, amp, print, redirect, normalised, as_fetched, "
        "moved (a redirect from its former URL) or, where the page's canonical link is not believed: "
        "foreign_canonical_refused, front_…, section_…, broken_… or shared_canonical_refused",
    )
    amp_url: str | None = column("Address of the AMP variant", fallback="null", default=None)
    source: str = column("Name of the configured source", example="example-news")
    domain: str = column("Host of canonical_url without www.", example="example.org")
    title: str | None = column("Headline without the site's suffix", fallback="null", default=None)
    text: str = column("Body text: its blocks joined by newlines, promos of the site removed")
    line_kinds: tuple[str, ...] = column(
        "Kind of each line of text: heading, paragraph, list_item, quote, table or code, or one that the "
        "page sets apart; continued where a line goes on with the block before it. Views show text and "
        "kinds as `blocks`",
    )
    description: str | None = column(
        "Standfirst or summary that the page states", fallback="null", default=None
    )
    authors: tuple[str, ...] = column(
        "Names of the authors, in the page's order", fallback="empty list", default=()
    )
    section: str | None = column("Section or desk that the page states", fallback="null", default=None)
    tags: tuple[str, ...] = column("Keywords that the page states", fallback="empty list", default=())
    language: str | None = column(
        "Language of the text, the primary subtag of BCP-47", fallback="null", example="de", default=None
    )
    image_url: str | None = column("Address of the lead image", fallback="null", default=None)
    word_count: int = column(
        "Words in the text; for languages without spaces, characters of the script", unit="words"
    )
    published_at: datetime | None = column(
        "When the article was first published, UTC", fallback="null", default=None
    )
    published_raw: str | None = column("The published date as it was written", fallback="null", default=None)
    published_precision: str | None = column("instant, minute or day", fallback="null", default=None)
    published_origin: str | None = column(
        "Where the published date stood: jsonld, meta, feed, sitemap, url or text",
        fallback="null",
        default=None,
    )
    modified_at: datetime | None = column(
        "When the page says it was last changed, UTC", fallback="null", default=None
    )
    discovered_at: datetime = column("When the link was first seen in this run, UTC")
    fetched_at: datetime = column("When the page was fetched, UTC")
    landed_at: datetime = column("When this row was committed, UTC")
    landed_date: date | None = column(
        "Day on which the row landed, UTC; files are sorted by it, so that a filter on it skips most of them",
        derived="make_timestamp(epoch_us(landed_at))::DATE",
    )
    is_free: bool = column("False where the page says, or its length shows, that the text is behind a wall")
    wall: str = column("none, paywall, consent or login")
    robots_allowed: bool = column("Whether robots.txt allowed the fetch; true for archives")
    tdm_reserved: bool | None = column(
        "TDM rights reserved (TDMRep)", fallback="null: not stated", default=None
    )
    ai_train_allowed: bool | None = column(
        "Whether the publisher allows training (robots.txt agents, Content-Usage, Content-Signal, "
        "X-Robots-Tag, meta)",
        fallback="null: not stated",
        default=None,
    )
    license: str | None = column("Licence that the page links or states", fallback="null", default=None)
    removed_blocks: int = column("Blocks cut from this revision as site boilerplate", unit="blocks")
    removed_chars: int = column("Characters cut from this revision as site boilerplate", unit="characters")
    flags: tuple[str, ...] = column(
        "Remarks on the row: kept_whole (cleaning would have left too little), promo_left (a block that was "
        "cut from other articles as a promo is still in it); what the page's notes say: "
        "correction, clarification, update, retraction, editors_note; of the page's form: one_of_parts "
        "(it holds one part of several), live_blog",
        fallback="empty list",
        default=(),
    )
    content_hash: str = column("First 32 hex digits of the SHA-256 of the normalised text")
    page_id: str = column("Key of the page that this was extracted from")
    discovery: str = column("feed, news_sitemap, sitemap, front_page, section or archive")
    discovery_url: str | None = column("Where the link was seen", fallback="null", default=None)
    run_id: str = column("Run that landed this row")
    extractor: str = column("Name and version of the extractor", example="copydesk 0.1.0 / trafilatura 2.3.1")
    published_day: date | None = column(
        "Day on which the article was first published in its publisher's own zone; published_at is in UTC",
        fallback="null",
        default=None,
    )
    language_region: str | None = column(
        "Region that the page states for its language, ISO 3166",
        fallback="null",
        example="GB",
        default=None,
    )
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
    former_urls: tuple[str, ...] | None = column(
        "Canonical URLs that the article had before it moved, oldest first",
        fallback="null: none",
        default=None,
    )
    changed: tuple[str, ...] | None = column(
        "What this revision changed: text, or of the metadata title, authors, published_at, description",
        fallback="null: the first revision, or landed before schema 2.1",
        default=None,
    )
    title_origin: str | None = column(
        "Where the title stood: jsonld, og, heading, page_title, or the link's feed, sitemap, front_page, …",
        fallback="null: no title, or landed before schema 2.1",
        default=None,
    )
    authors_origin: str | None = column(
        "Where the authors stood: jsonld, meta, byline, feed, site (called like a person), role or publisher",
        fallback="null: no authors, or landed before schema 2.1",
        default=None,
    )
    correction_note: str | None = column(
        "Notes on a correction, clarification, update or retraction at the page's head or tail, joined by "
        "newlines",
        fallback="null: none",
        default=None,
    )

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The text as blocks with their kinds, in reading order."""
        return blocks_of(self.text, self.line_kinds)
