"""The kinds of discovery documents: one table, and the configuration keys that list their URLs.

A new kind is a class in a file of this folder and a line of KINDS; with a configuration key of its own also a
field of `DiscoveryUrls`. A new value of the stored columns stands in `warehouse/values/discovery.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from spiders.discovery.kinds.feed import Feed
from spiders.discovery.kinds.front_page import FrontPage
from spiders.discovery.kinds.kind import DiscoveryKind
from spiders.discovery.kinds.news_sitemap import NewsSitemap
from spiders.discovery.kinds.section import Section
from spiders.discovery.kinds.sitemap import Sitemap

__all__ = ["KINDS", "DiscoveryKind", "DiscoveryUrls", "kind_named", "kind_of"]

KINDS: tuple[DiscoveryKind, ...] = (Feed(), NewsSitemap(), Sitemap(), Section(), FrontPage())
"""Every kind, in the order of requests: those first whose documents say most of an article."""


@dataclass(frozen=True, kw_only=True)
class DiscoveryUrls:
    """The configuration keys of a source that list the URLs of its discovery documents."""

    home: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def listed(self) -> list[tuple[str, str]]:
        """Key and URL of every document, in the order of KINDS."""
        keys = dict.fromkeys(kind.key for kind in KINDS)
        values = ((key, getattr(self, key)) for key in keys)
        return [(key, url) for key, urls in values for url in ([urls] if isinstance(urls, str) else urls)]


def kind_named(name: str) -> DiscoveryKind:
    """The kind with a name. Raises KeyError."""
    return {kind.name: kind for kind in KINDS}[name]


def kind_of(key: str, url: str) -> DiscoveryKind:
    """The kind of a URL that a configuration lists under `key`. Raises StopIteration for a key of no kind."""
    return next(kind for kind in KINDS if kind.key == key and kind.owns(url))
