"""Drafts of pages that nobody fetched: what extraction would have made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from warehouse_rows import NOON, page

from flows.draft import Draft
from spiders.extraction.model import ExtractedBlock, Extraction
from spiders.identity.canonical_url import identify


def extraction(*texts: str, canonical_link: str | None = None, **columns: Any) -> Extraction:
    """Paragraphs, and the columns that a page fills; those that are not named are plain."""
    made = page("made")
    plain = {name: getattr(made, name) for name in ("page_id", "source", "robots_allowed", "discovery")}
    plain |= {"url": made.final_url, "discovered_at": made.discovered_at, "fetched_at": made.fetched_at}
    plain |= {"is_free": True, "wall": "none", "flags": ()}
    blocks = tuple(ExtractedBlock("paragraph", text) for text in texts)
    return Extraction(blocks=blocks, columns=plain | columns, canonical_link=canonical_link)


def draft(name: str, url: str, *texts: str, source: str = "example-news", at: datetime = NOON) -> Draft:
    """The draft of a page at a URL that is its own, found and fetched `at` once."""
    made = page(name, source=source, url=url, final_url=url, fetched_at=at, discovered_at=at)
    found = extraction(*texts, page_id=made.page_id, source=source, url=url, discovered_at=at, fetched_at=at)
    return Draft.of(made, identify(url, url), found)
