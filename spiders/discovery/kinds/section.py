"""Pages of a section, read like a front page."""

from __future__ import annotations

from datetime import datetime

from spiders.discovery.kinds.kind import DiscoveryKind
from spiders.discovery.links import DocumentLinks
from warehouse.values import Discovery


class Section(DiscoveryKind):
    """A page that lists the articles of a section."""

    name = Discovery.SECTION.value
    key = "sections"

    def read(self, body: bytes, url: str, limit: int, since: datetime | None) -> DocumentLinks:
        # The configuration knows every kind, and verbs that only read it need no parser.
        from spiders.discovery.front_pages import read_front

        return read_front(body, url, limit)
