"""News sitemap, sitemap index and gzipped sitemap of an outlet."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from html import escape

from newsroom.feed import Entry
from newsroom.outlet import Outlet

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def news_sitemap(outlet: Outlet, entries: Sequence[Entry]) -> bytes:
    """A sitemap with the news extension: name, language, date and title of every story."""
    urls = "\n".join(
        f"<url><loc>{escape(entry.url)}</loc><news:news><news:publication>"
        f"<news:name>{escape(outlet.title)}</news:name><news:language>{outlet.language}</news:language>"
        f"</news:publication><news:publication_date>{entry.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(entry.title)}</news:title></news:news></url>"
        for entry in entries
    )
    return _xml(f'<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">\n{urls}\n</urlset>')


def gzipped_sitemap(entries: Sequence[Entry]) -> bytes:
    """A plain sitemap with lastmod, gzipped as a file (not as a transfer coding)."""
    urls = "\n".join(
        f"<url><loc>{escape(entry.url)}</loc><lastmod>{entry.modified.isoformat()}</lastmod></url>"
        for entry in entries
    )
    return gzip.compress(_xml(f'<urlset xmlns="{SITEMAP}">\n{urls}\n</urlset>'), mtime=0)


def sitemap_index(urls: Sequence[str]) -> bytes:
    sitemaps = "\n".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return _xml(f'<sitemapindex xmlns="{SITEMAP}">\n{sitemaps}\n</sitemapindex>')


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
