"""News sitemaps: everything of the last two days, with title and date (Google News)."""

from __future__ import annotations

from spiders.discovery.kinds.sitemap import Sitemap
from warehouse.values import Discovery


class NewsSitemap(Sitemap):
    """A sitemap whose file name says that it is one of news."""

    name = Discovery.NEWS_SITEMAP.value
    paths = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")

    def owns(self, url: str) -> bool:
        return "news" in url.rpartition("/")[2].lower()
