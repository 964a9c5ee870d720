"""The discovery documents of a source: which they are, and how far each is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from spiders.discovery.documents import Document
from spiders.discovery.kinds import kind_named, kind_of
from spiders.discovery.links import DocumentLinks
from spiders.identity.urls import normalise
from spiders.sources.source import Source, SourceLimits


def configured_documents(source: Source) -> Iterator[Document]:
    """Every document that a source names, feeds first, the front page last."""
    for key, url in source.listed():
        yield Document(normalise(url), kind_of(key, url).name)


def read_document(body: bytes, url: str, kind: str, limits: SourceLimits, now: datetime) -> DocumentLinks:
    """The links of a document of a kind, within a source's limits. Raises UnreadableDocument."""
    since = now - timedelta(days=limits.max_age_days) if limits.max_age_days else None
    return kind_named(kind).read(body, url, limits.links, since)
