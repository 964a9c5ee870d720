"""Reads a discovery document of any kind."""

from __future__ import annotations

from datetime import datetime, timedelta

from spiders.discovery.feeds import read_feed
from spiders.discovery.front_pages import read_front
from spiders.discovery.links import DocumentLinks
from spiders.discovery.sitemaps import read_sitemap
from spiders.sources.source import SourceLimits


def read_document(body: bytes, url: str, kind: str, limits: SourceLimits, now: datetime) -> DocumentLinks:
    """The links of a document of a kind. Raises UnreadableDocument."""
    if kind == "feed":
        return read_feed(body, url, limits.links)
    if kind in ("sitemap", "news_sitemap"):
        since = now - timedelta(days=limits.max_age_days) if limits.max_age_days else None
        return read_sitemap(body, url, limits.links, since)
    return read_front(body, url, limits.links)
