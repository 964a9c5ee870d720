"""What goes into an extraction and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from spiders.extraction.claims import Claim
from warehouse.values import RejectionReason, WallKind


@dataclass(frozen=True)
class ExtractionRules:
    """What a source states about its own pages.

    `prune` selects elements that are never part of an article, `select` the elements that hold it (none:
    found by the extractor). Selectors are CSS, or XPath where they begin with `/` or `.//`.
    """

    prune: tuple[str, ...] = ()
    select: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtractedBlock:
    """A paragraph-level unit of a page's article.

    `kind` is as in `articles.blocks`; `link_density` is the share of its letters that are link text.
    """

    kind: str
    text: str
    link_density: float = 0.0


APART = frozenset({"caption", "related", "newsletter", "author_box", "pull_quote", "foreign"})
"""Kinds of blocks that stand within an article without being part of its text."""


def own_blocks(blocks: Iterable[ExtractedBlock]) -> tuple[ExtractedBlock, ...]:
    """The blocks that are text of the article, as far as its page alone tells."""
    return tuple(block for block in blocks if block.kind not in APART)


@dataclass(frozen=True)
class Dated:
    """A date that a page states: the instant in UTC, as written, `instant`, `minute` or `day`, and where.

    `offset` is how far the zone in which it is written is ahead of UTC; None for UTC and where none is.
    """

    at: datetime
    raw: str
    precision: str
    origin: str
    offset: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """Everything of an article that one page can give, nothing of the site's repetition removed yet.

    `title_claims` and `author_claims` are all forms that page and link gave, the chosen one among them;
    `site_names` is what the site calls itself, squeezed and casefolded; `clues` tell the page's type.
    """

    blocks: tuple[ExtractedBlock, ...]
    title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    language_region: str | None = None
    image_url: str | None = None
    published: Dated | None = None
    published_day: date | None = None
    modified: Dated | None = None
    flags: tuple[str, ...] = ()
    is_free: bool = True
    wall: WallKind = WallKind.NONE
    ai_train_allowed: bool | None = None
    license: str | None = None
    canonical_link: str | None = None
    amp_link: str | None = None
    variant: str | None = None
    title_origin: str | None = None
    link_origin: str = "feed"
    title_claims: tuple[Claim, ...] = ()
    authors_origin: str | None = None
    author_claims: tuple[Claim, ...] = ()
    site_names: frozenset[str] = frozenset()
    clues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """A page that gives no article: the ledger's reason code and one line for people."""

    reason: RejectionReason
    detail: str
