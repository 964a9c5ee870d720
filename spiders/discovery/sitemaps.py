"""Sitemaps, news sitemaps, sitemap indexes and plain lists of URLs (sitemaps.org, Google News).

A feed at a sitemap's URL is read as what it is.
"""

from __future__ import annotations

from datetime import datetime

from spiders.discovery.links import DocumentLinks, Link, UnreadableDocument, resolved_links
from spiders.discovery.newest import newest_entries, sort_key
from spiders.discovery.unpacking import unpacked
from spiders.discovery.xml_links import links_of
from spiders.encodings.xml_encoding import to_utf8
from warehouse.values import FetchReason

MAX_LINES = 500_000


def read_sitemap(body: bytes, url: str, limit: int, since: datetime | None = None) -> DocumentLinks:
    """The newest `limit` links or further sitemaps of the sitemap fetched from `url`, these first.

    `since` leaves out what is dated before it, in the document's own words. Raises UnreadableDocument
    (`not_a_sitemap`, `too_large`, `too_deep`).
    """
    plain, cut = unpacked(body, url, FetchReason.NOT_A_SITEMAP)
    text, note = to_utf8(plain)
    notes = tuple(filter(None, (cut, note)))
    if b"<" not in text[:1_000]:
        return _read_list(text, url, limit, notes)
    return links_of(text, url, limit, FetchReason.NOT_A_SITEMAP, notes, since)


def _read_list(body: bytes, url: str, limit: int, notes: tuple[str, ...]) -> DocumentLinks:
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").split("\n", MAX_LINES)[:MAX_LINES]]
    wanted = [line for line in lines if line.startswith(("http://", "https://"))]
    places, by = newest_entries([sort_key(line, ()) for line in wanted], limit, is_top_first=False)
    links, unusable = resolved_links((Link(url=wanted[place]) for place in places), url)
    if not links:
        raise UnreadableDocument(url, FetchReason.NOT_A_SITEMAP, "holds no URL")
    unusable += sum(1 for line in lines if line) - len(wanted)
    return DocumentLinks(links, unusable=unusable, left_out=len(wanted) - len(places), by=by, notes=notes)
