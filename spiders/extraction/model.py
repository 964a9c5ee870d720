"""What goes into an extraction and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from spiders.extraction.claims import Claim
from spiders.identity.parts import ArticlePart
from warehouse.values import RejectionReason


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


ASIDE_KINDS = frozenset({"caption", "related", "newsletter", "author_box", "pull_quote", "foreign"})
"""Kinds of blocks that stand within an article without being part of its text."""


def story_blocks(blocks: Iterable[ExtractedBlock]) -> tuple[ExtractedBlock, ...]:
    """The blocks that are text of the article, as far as its page alone tells."""
    return tuple([block for block in blocks if block.kind not in ASIDE_KINDS])


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

    `columns` are those of `articles` that the page fills. `title_claims` and `author_claims` are all forms
    that page and link gave, the chosen one among them; `site_names` is what the site calls itself, squeezed
    and casefolded; `clues` tell the page's type. `part` says which of several parts of an article it is.
    """

    blocks: tuple[ExtractedBlock, ...]
    columns: Mapping[str, Any] = field(default_factory=dict)
    canonical_link: str | None = None
    variant: str | None = None
    part: ArticlePart | None = None
    link_origin: str = "feed"
    title_claims: tuple[Claim, ...] = ()
    author_claims: tuple[Claim, ...] = ()
    site_names: frozenset[str] = frozenset()
    clues: tuple[str, ...] = ()

    @property
    def title(self) -> str | None:
        title: str | None = self.columns.get("title")
        return title

    @property
    def authors(self) -> tuple[str, ...]:
        authors: tuple[str, ...] = self.columns.get("authors", ())
        return authors

    @property
    def language(self) -> str | None:
        language: str | None = self.columns.get("language")
        return language

    @property
    def published_at(self) -> datetime | None:
        published_at: datetime | None = self.columns.get("published_at")
        return published_at

    def with_columns(self, **changed: Any) -> Extraction:
        """The same page with other values of some columns."""
        return replace(self, columns={**self.columns, **changed})


@dataclass(frozen=True)
class Refusal:
    """A page that gives no article: the ledger's reason code and one line for people."""

    reason: RejectionReason
    detail: str
