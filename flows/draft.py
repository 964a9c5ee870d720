"""An article on its way: extracted, not yet cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dedupe.blocks import PageBlocks, Passage
from spiders.extraction.model import ASIDE_KINDS, Extraction
from spiders.identity.canonical_url import Identity, identify
from spiders.identity.urls import UrlError, normalise
from warehouse.tables import Page


@dataclass(frozen=True, kw_only=True)
class PreparedExtraction(Extraction):
    """An extraction with what cleaning asks of its blocks alone, made in the process that extracted it.

    `passages` are its blocks, prepared, `note_kinds` what those are where notes stand, `identity` is the
    article that its page is by itself.
    """

    passages: tuple[Passage, ...]
    note_kinds: Mapping[str, str | None]
    identity: Identity


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a page says, without its bytes, and which article it is."""

    page_id: str
    source: str
    url: str
    requested_url: str
    fetched_at: datetime
    identity: Identity
    extraction: Extraction

    @classmethod
    def of(cls, page: Page, identity: Identity, extraction: Extraction) -> Draft:
        return cls(
            page_id=page.page_id,
            source=page.source,
            url=page.final_url,
            requested_url=page.url,
            fetched_at=page.fetched_at,
            identity=identity,
            extraction=extraction,
        )

    def columns(self) -> dict[str, Any]:
        """The columns of `articles` that are known before anything is cut."""
        identity = {
            "article_id": self.identity.article_id,
            "canonical_url": self.identity.canonical_url,
            "identity_reason": self.identity.reason,
            "domain": self.identity.domain,
            "former_urls": self.identity.former_urls or None,
        }
        return {**self.extraction.columns, **identity}

    @property
    def redirected_from(self) -> str | None:
        """The URL that was requested, in normal form, where it is a usable one and another responded."""
        named = self.identity.own_url, self.identity.canonical_url
        if self.requested_url in named:  # mostly, and normalising takes long
            return None
        try:
            requested = normalise(self.requested_url)
        except UrlError:
            return None
        return None if requested in named else requested

    @property
    def note_kinds(self) -> Mapping[str, str | None]:
        """What is known of its blocks: whether they are notes, and of which kind."""
        return self.extraction.note_kinds if isinstance(self.extraction, PreparedExtraction) else {}

    def document(self) -> PageBlocks:
        """The draft's blocks as the block model takes them."""
        return PageBlocks(self.identity.article_id, passages_of(self.extraction), self.fetched_at)


def identity_of(page: Page, extraction: Extraction) -> Identity:
    """The article that a page is by itself. Raises UrlError where its URLs are no usable ones."""
    if isinstance(extraction, PreparedExtraction):
        return extraction.identity
    links = extraction.canonical_link, extraction.columns["amp_url"]
    return identify(page.url, page.final_url, *links, extraction.variant)


def passages_of(extraction: Extraction) -> tuple[Passage, ...]:
    """A page's blocks as the block model takes them."""
    if isinstance(extraction, PreparedExtraction):
        return extraction.passages
    return tuple(
        Passage(block.text, block.kind, block.link_density, block.kind in ASIDE_KINDS)
        for block in extraction.blocks
    )
