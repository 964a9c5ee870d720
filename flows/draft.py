"""An article on its way: extracted, not yet cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dedupe.blocks import Document, Passage
from spiders.extraction.model import APART, Extraction
from spiders.identity.canonical_url import Identity
from spiders.politeness.preferences import agreed
from warehouse.tables import Page


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a page says, without its bytes, and which article it is. Fields are as in `articles`."""

    page_id: str
    source: str
    url: str
    requested_url: str
    discovered_at: datetime
    fetched_at: datetime
    discovery: str
    discovery_url: str | None
    robots_allowed: bool
    tdm_reserved: bool | None
    ai_train_allowed: bool | None
    identity: Identity
    extraction: Extraction

    @classmethod
    def of(cls, page: Page, identity: Identity, extraction: Extraction) -> Draft:
        return cls(
            page_id=page.page_id,
            source=page.source,
            url=page.final_url,
            requested_url=page.url,
            discovered_at=page.discovered_at,
            fetched_at=page.fetched_at,
            discovery=page.discovery,
            discovery_url=page.discovery_url,
            robots_allowed=page.robots_allowed,
            tdm_reserved=page.tdm_reserved,
            ai_train_allowed=agreed([page.robots_ai_allowed, extraction.ai_train_allowed]),
            identity=identity,
            extraction=extraction,
        )

    def document(self) -> Document:
        """The draft's blocks as the block model takes them."""
        return Document(self.identity.article_id, passages_of(self.extraction), self.fetched_at)


def passages_of(extraction: Extraction) -> tuple[Passage, ...]:
    """A page's blocks as the block model takes them."""
    return tuple(
        Passage(block.text, block.kind, block.link_density, block.kind in APART)
        for block in extraction.blocks
    )
