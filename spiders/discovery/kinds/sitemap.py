"""Sitemaps, and indexes of sitemaps."""

from __future__ import annotations

from datetime import datetime

from spiders.discovery.kinds.kind import DiscoveryKind
from spiders.discovery.links import DocumentLinks
from warehouse.values import Discovery


class Sitemap(DiscoveryKind):
    """A sitemap; it names all pages of a site, so old entries are left out."""

    name = Discovery.SITEMAP.value
    key = "sitemaps"
    paths: tuple[str, ...] = ("/sitemap.xml", "/sitemap_index.xml")

    def read(self, body: bytes, url: str, limit: int, since: datetime | None) -> DocumentLinks:
        # The configuration knows every kind, and verbs that only read it need no parser.
        from spiders.discovery.sitemaps import read_sitemap

        return read_sitemap(body, url, limit, since)
