"""The links of an XML document: the newest of its entries, each read by the rules of its dialect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lxml import etree

from spiders.discovery.entry_links import feed_link
from spiders.discovery.links import DocumentLinks, Link, resolved_links
from spiders.discovery.newest import newest_children, newest_entries
from spiders.discovery.sitemap_entries import is_since, sitemap_link
from spiders.discovery.xml_documents import XmlDocument, read_xml
from warehouse.values import FetchReason

_READERS: dict[str, Callable[[etree._Element, XmlDocument, str], Link]] = {
    "urlset": sitemap_link,
    "sitemapindex": sitemap_link,
}


def links_of(
    body: bytes,
    url: str,
    limit: int,
    reason: FetchReason,
    notes: tuple[str, ...] = (),
    since: datetime | None = None,
) -> DocumentLinks:
    """The newest `limit` links of a feed or sitemap in UTF-8, or the sitemaps of an index, these first.

    `since` leaves out what is dated before it. Raises UnreadableDocument: `reason` for another document,
    `too_large`, `too_deep`.
    """
    document = read_xml(body, url, reason)
    is_index = document.lists_sitemaps
    if is_index:
        places, by = newest_children(document.urls(), document.sketches(), limit)
    else:
        places, by = newest_entries(document.sketches(), limit, is_top_first=document.root not in _READERS)
    read = _READERS.get(document.root, feed_link)
    links, damaged, lost = [], 0, 0
    for element, is_damaged in document.elements(places):
        damaged += is_damaged
        if element is None:
            lost += 1
            continue
        link = read(element, document, url)
        if since is None or is_since(link, since):
            links.append(link)
    kept, unusable = resolved_links(links, url)
    return DocumentLinks(
        links=() if is_index else kept,
        documents=tuple(link.url for link in kept) if is_index else (),
        unusable=unusable + lost + document.entries.is_cut_off,
        left_out=len(document.entries) - len(places),
        by=by,
        damaged=damaged,
        notes=(*notes, *document.notes),
    )
