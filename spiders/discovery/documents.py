"""The documents in which a source's links are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spiders.identity.urls import normalise
from spiders.sources.source import Source


@dataclass(frozen=True)
class Document:
    """A document to read: its kind, how it was found, and how deep in a tree of sitemaps."""

    url: str
    kind: str
    found_by: str = "config"
    found_at: str | None = None
    depth: int = 0


def configured_documents(source: Source) -> Iterator[Document]:
    """Every document that a source names, feeds first, the front page last."""
    kinds = (
        ("feed", source.feeds),
        ("sitemap", source.sitemaps),
        ("section", source.sections),
        ("front_page", (source.home,)),
    )
    for kind, urls in kinds:
        for url in urls:
            news = kind == "sitemap" and "news" in url.rpartition("/")[2].lower()
            yield Document(normalise(url), "news_sitemap" if news else kind)
