"""The front page of a source, which every source has."""

from __future__ import annotations

from spiders.discovery.kinds.section import Section
from warehouse.values import Discovery


class FrontPage(Section):
    """The page at the source's `home`."""

    name = Discovery.FRONT_PAGE.value
    key = "home"
