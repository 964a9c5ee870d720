"""An article on its way: extracted, not yet cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dedupe.blocks import PageBlocks, Passage
from spiders.extraction.model import ASIDE_KINDS, Extraction
from spiders.identity.canonical_url import Identity
from spiders.identity.urls import domain_of
from warehouse.tables import Page


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
            "domain": domain_of(self.identity.canonical_url),
            "former_urls": self.identity.former_urls or None,
        }
        return {**self.extraction.columns, **identity}

    def document(self) -> PageBlocks:
        """The draft's blocks as the block model takes them."""
        return PageBlocks(self.identity.article_id, passages_of(self.extraction), self.fetched_at)


def passages_of(extraction: Extraction) -> tuple[Passage, ...]:
    """A page's blocks as the block model takes them."""
    return tuple(
        Passage(block.text, block.kind, block.link_density, block.kind in ASIDE_KINDS)
        for block in extraction.blocks
    )
