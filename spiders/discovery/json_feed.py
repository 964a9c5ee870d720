"""JSON Feed 1.0 and 1.1 (jsonfeed.org).

An item's article is its `url`, else its `external_url`, else its `id` where that is an http URL as a
whole: an id may be anything, and nothing is made up of one that is not a URL.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from spiders.discovery.links import DocumentLinks, Link, UnreadableDocument, one_line, resolved_links
from spiders.discovery.newest import newest_entries, sort_key
from spiders.discovery.plain_text import plain_text
from spiders.discovery.timestamps import read_timestamp
from warehouse.values import FetchReason

MAX_JSON_BYTES = 8_000_000
MAX_JSON_VALUES = 200_000
"""Objects and lists; what is read from JSON takes many times its size."""


def read_json(body: bytes, url: str, limit: int, notes: tuple[str, ...] = ()) -> DocumentLinks:
    """The newest `limit` links of a JSON Feed in UTF-8. Raises UnreadableDocument (`not_a_feed`,
    `too_large`)."""
    if len(body) > MAX_JSON_BYTES:
        raise UnreadableDocument(
            url, FetchReason.TOO_LARGE, f"a JSON Feed of more than {MAX_JSON_BYTES} bytes"
        )
    if body.count(b"{") + body.count(b"[") > MAX_JSON_VALUES:
        raise UnreadableDocument(
            url, FetchReason.TOO_LARGE, f"JSON of more than {MAX_JSON_VALUES} objects and lists"
        )
    text = body.decode("utf-8-sig", "replace")
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        feed = {"items": list(_items(text))}
        if not feed["items"]:
            raise UnreadableDocument(
                url, FetchReason.NOT_A_FEED, "looks like JSON, but cannot be read as such"
            ) from error
        notes += ("the JSON is broken; read up to the break",)
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise UnreadableDocument(url, FetchReason.NOT_A_FEED, "JSON without the items of a JSON Feed")
    items = [item for item in feed["items"] if isinstance(item, dict)]
    links = [_link(item, feed) for item in items]
    sketches = [sort_key(link.url, map(read_timestamp, (link.published, link.modified))) for link in links]
    places, by = newest_entries(sketches, limit, is_top_first=True)
    kept, unusable = resolved_links((links[place] for place in places), url)
    unusable += len(feed["items"]) - len(items)
    return DocumentLinks(kept, unusable=unusable, left_out=len(items) - len(places), by=by, notes=notes)


def _items(text: str) -> Iterator[Any]:
    """The items of a feed whose JSON is broken or cut off, up to the first that cannot be read."""
    found = re.search(r'"items"\s*:\s*\[', text)
    position, decoder = found.end() if found else len(text), json.JSONDecoder()
    while position < len(text):
        position += len(text[position : position + 1_000]) - len(
            text[position : position + 1_000].lstrip(", \n\r\t")
        )
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield item


def _link(item: dict[str, Any], feed: dict[str, Any]) -> Link:
    return Link(
        url=_url(item),
        title=one_line(item.get("title")),
        published=one_line(item.get("date_published")),
        modified=one_line(item.get("date_modified")),
        language=one_line(item.get("language") or feed.get("language")),
        authors=_authors(item),
        summary=one_line(item.get("summary")) or one_line(plain_text(item.get("content_html"))),
        site_name=one_line(feed.get("title")),
    )


def _url(item: dict[str, Any]) -> str:
    for key in ("url", "external_url"):
        if isinstance(item.get(key), str) and item[key].strip():
            return str(item[key])
    identifier = item.get("id")
    is_url = isinstance(identifier, str) and identifier.startswith(("http://", "https://"))
    return str(identifier) if is_url else ""


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = (one_line(author.get("name")) for author in authors or () if isinstance(author, dict))
    return tuple(name for name in names if name)[:20]
