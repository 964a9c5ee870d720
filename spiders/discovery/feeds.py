"""Feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed, read as far as they can be.

Observed: feeds come with undeclared entities, wrong encodings, HTML in titles, relative links, links that are
scripts, several links an entry, and as the HTML of an error page. The rule: what has a feed's root is one and
is read entry by entry; anything else is a failure and never "0 new". A sitemap at a feed's URL is read as
what it is. Which of an entry's links is the article is said in `entry_links`.
"""

from __future__ import annotations

import codecs

from spiders.discovery.entry_links import home_of
from spiders.discovery.json_feed import read_json
from spiders.discovery.links import DocumentLinks
from spiders.discovery.unpacking import unpacked
from spiders.discovery.xml_documents import read_xml
from spiders.discovery.xml_links import links_of
from spiders.encodings.xml_encoding import to_utf8
from warehouse.values import FetchReason


def read_feed(body: bytes, url: str, limit: int) -> DocumentLinks:
    """The newest `limit` links of the feed fetched from `url`.

    Raises UnreadableDocument (`not_a_feed`, `too_large`, `too_deep`).
    """
    plain, cut = unpacked(body, url, FetchReason.NOT_A_FEED)
    text, note = to_utf8(plain)
    notes = tuple(filter(None, (cut, note)))
    if text.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"["):
        return read_json(text, url, limit, notes)
    return links_of(text, url, limit, FetchReason.NOT_A_FEED, notes)


def home_page(body: bytes, url: str) -> str | None:
    """The URL of the site that an XML feed fetched from `url` is of; None where it states none.

    Raises UnreadableDocument.
    """
    plain, _ = unpacked(body, url, FetchReason.NOT_A_FEED)
    return home_of(read_xml(to_utf8(plain)[0], url, FetchReason.NOT_A_FEED), url)
