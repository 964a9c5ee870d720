"""How a link was found, and what a URL was requested as."""

from __future__ import annotations

from warehouse.values.value import Value


class FetchKind(Value):
    """What a URL was requested as."""

    ARTICLE = "article", "a page that may hold an article"
    FEED = "feed", "a feed"
    NEWS_SITEMAP = "news_sitemap", "a news sitemap"
    SITEMAP = "sitemap", "a sitemap, or an index of sitemaps"
    FRONT_PAGE = "front_page", "the source's front page"
    SECTION = "section", "a page of a section"


class Discovery(Value):
    """How a link was found."""

    FEED = "feed", "in a feed"
    NEWS_SITEMAP = "news_sitemap", "in a news sitemap"
    SITEMAP = "sitemap", "in a sitemap"
    FRONT_PAGE = "front_page", "on the source's front page"
    SECTION = "section", "on a page of a section"
    ARCHIVE = "archive", "in an imported archive"
    CONFIG = "config", "in sources.toml (discovery documents only)"
