"""Feeds: RSS, RDF, Atom and JSON Feed."""

from __future__ import annotations

from datetime import datetime

from spiders.discovery.kinds.kind import DiscoveryKind
from spiders.discovery.links import DocumentLinks
from warehouse.values import Discovery


class Feed(DiscoveryKind):
    """A feed; it holds the last entries only, so none is left out for its age."""

    name = Discovery.FEED.value
    key = "feeds"
    paths = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json")

    def read(self, body: bytes, url: str, limit: int, since: datetime | None) -> DocumentLinks:
        # The configuration knows every kind, and verbs that only read it need no parser.
        from spiders.discovery.feeds import read_feed

        return read_feed(body, url, limit)
