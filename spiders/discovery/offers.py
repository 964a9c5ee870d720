"""What a site offers to be watched by: feeds that its front page names, and addresses worth a try."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from spiders.discovery.documents import Document
from spiders.discovery.pages import MAX_FRONT_BYTES
from spiders.urls import UrlError, resolve

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_COMMON = (
    ("news_sitemap", "/news-sitemap.xml"),
    ("news_sitemap", "/sitemap-news.xml"),
    ("news_sitemap", "/sitemap_news.xml"),
    ("feed", "/feed"),
    ("feed", "/rss"),
    ("feed", "/rss.xml"),
    ("feed", "/feed.xml"),
    ("feed", "/atom.xml"),
    ("feed", "/feed.json"),
    ("sitemap", "/sitemap.xml"),
    ("sitemap", "/sitemap_index.xml"),
)


def named_feeds(body: bytes, url: str) -> list[Document]:
    """The feeds that a page names in `link rel=alternate`, those of comments left out."""
    try:
        root = html.document_fromstring(body[:MAX_FRONT_BYTES], parser=html.HTMLParser(no_network=True))
    except (etree.LxmlError, ValueError):
        return []
    found = []
    for link in root.iterfind(".//link[@href]"):
        is_feed = (link.get("type") or "").lower() in _FEED_TYPES
        if (
            is_feed
            and "alternate" in (link.get("rel") or "").lower()
            and "comment" not in str(link.get("href"))
        ):
            found += _document("feed", link.get("href") or "", url)
    return found


def named_sitemaps(sitemaps: tuple[str, ...], home: str) -> list[Document]:
    """The sitemaps that robots.txt names."""
    return [
        document
        for sitemap in sitemaps[:20]
        for document in _document(
            "news_sitemap" if "news" in sitemap.rpartition("/")[2].lower() else "sitemap", sitemap, home
        )
    ]


def common_places(home: str) -> Iterator[Document]:
    """Where feeds and sitemaps stand on many sites."""
    for kind, path in _COMMON:
        yield from _document(kind, urljoin(home, path), home)


def _document(kind: str, address: str, base: str) -> list[Document]:
    try:
        return [Document(resolve(address, base), kind)]
    except UrlError:
        return []
