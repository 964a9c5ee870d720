"""RSS 0.9 to 2.0, RDF, Atom and JSON Feed, read as far as they can be.

Observed: feeds come with undeclared entities, wrong encodings, HTML in titles, relative links, links that
are scripts, and as the HTML of an error page. The rule: feedparser reads whatever has entries; a document
that has none and does not name a feed's root element is no feed, which is a failure and never "0 new".
The markup is cut behind the last entry that is wanted before it is parsed, since feedparser takes about a
second per megabyte, and minutes for markup made to that end: two megabytes of nested elements or of bare `<`
took more than 15 s. So libxml2 looks for the depth first, and signs of markup are counted. A feed with more
than one of them in twenty bytes would be refused wrongly.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import feedparser
from lxml import etree

from spiders.discovery.link import Found, Link, Unreadable, short, usable

MAX_FEED_BYTES = 2_000_000
MAX_MARKS = 100_000
_ROOT = re.compile(rb"<(rss|feed|rdf:rdf|[\w-]+:(feed|rdf))[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</((\w+:)?(item|entry))\s*>", re.IGNORECASE)


def read_feed(body: bytes, url: str, limit: int) -> Found:
    """At most `limit` links of the feed fetched from `url`. Raises Unreadable(not_a_feed)."""
    if body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{":
        return _read_json(body, url, limit)
    if not _ROOT.search(body[:10_000]):
        raise Unreadable(url, "not_a_feed", "neither RSS, RDF, Atom nor JSON Feed; check the address")
    cut = _cut(body, limit)
    _refuse_traps(cut, url)
    parsed = feedparser.parse(cut, sanitize_html=False, resolve_relative_uris=False)
    links, unusable = usable(islice(map(_link, parsed.entries), limit), url)
    return Found(
        links,
        unusable=unusable,
        cut=len(cut) < len(body),
        damaged=bool(parsed.bozo) and len(cut) == len(body),
    )


def _cut(body: bytes, limit: int) -> bytes:
    """The document up to the last entry that is wanted, or that lies within the size bound."""
    ends = [found.end() for found in islice(_ENTRY_END.finditer(body[:MAX_FEED_BYTES]), limit + 1)]
    if len(ends) > limit:
        return body[: ends[limit - 1]]
    if len(body) > MAX_FEED_BYTES:
        return body[: ends[-1] if ends else MAX_FEED_BYTES]
    return body


def _refuse_traps(body: bytes, url: str) -> None:
    if max(body.count(b"<"), body.count(b"&")) > MAX_MARKS:
        raise Unreadable(url, "too_large", f"more than {MAX_MARKS} signs of markup")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    with suppress(etree.XMLSyntaxError):
        etree.fromstring(body, parser)
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise Unreadable(url, "too_deep", "elements within elements without end")


def _link(entry: Any) -> Link:
    return Link(
        url=str(entry.get("feedburner_origlink") or entry.get("link") or _permalink(entry)),
        title=short(entry.get("title")),
        published=short(entry.get("published") or entry.get("created")),
        modified=short(entry.get("updated")),
        language=short(entry.get("dc_language") or entry.get("language")),
    )


def _permalink(entry: Any) -> str:
    """The id of an entry without a link, where it is an address."""
    identifier = str(entry.get("id") or "")
    return identifier if identifier.startswith("http") else ""


def _read_json(body: bytes, url: str, limit: int) -> Found:
    if len(body) > MAX_FEED_BYTES:
        raise Unreadable(url, "too_large", f"a JSON Feed of more than {MAX_FEED_BYTES} bytes")
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(url, "not_a_feed", "looks like JSON, but cannot be read as such") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise Unreadable(url, "not_a_feed", "JSON without the items of a JSON Feed")
    links, unusable = usable(islice(_json_links(feed), limit), url)
    return Found(links, unusable=unusable, cut=len(feed["items"]) > limit)


def _json_links(feed: dict[str, Any]) -> Iterator[Link]:
    for item in feed["items"]:
        if isinstance(item, dict):
            yield Link(
                url=str(item.get("url") or item.get("external_url") or item.get("id") or ""),
                title=short(item.get("title")),
                published=short(item.get("date_published")),
                modified=short(item.get("date_modified")),
                language=short(item.get("language") or feed.get("language")),
            )
