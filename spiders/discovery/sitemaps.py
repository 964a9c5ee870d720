"""Sitemaps, news sitemaps, sitemap indexes and plain lists of addresses (sitemaps.org, Google News)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice

from lxml import etree

from spiders.discovery.charset import GZIP
from spiders.discovery.link import Found, Link, Unreadable, short, usable

MAX_SITEMAP_BYTES = 10_000_000


def read_sitemap(body: bytes, url: str, limit: int, since: datetime | None = None) -> Found:
    """At most `limit` links or further sitemaps of the sitemap fetched from `url`.

    `since` leaves out what is dated before it, in the document's own words. Sitemaps of an index come
    with the youngest first. Raises Unreadable (`not_a_sitemap`, `too_large`).
    """
    body = _plain(body, url)[:MAX_SITEMAP_BYTES]
    if b"<" not in body[:1_000]:
        return _read_list(body, url, limit)
    kind = _kind(body)
    if kind is None:
        raise Unreadable(url, "not_a_sitemap", "neither a sitemap, a sitemap index nor a list of addresses")
    entries = list(islice(_entries(body), limit + 1))
    fresh = [entry for entry in entries[:limit] if since is None or _is_since(entry, since)]
    if kind == "index":
        fresh.sort(key=lambda entry: entry.modified or "", reverse=True)
    links, unusable = usable(fresh, url)
    cut = len(entries) > limit
    if kind == "index":
        return Found(documents=tuple(link.url for link in links), unusable=unusable, cut=cut)
    return Found(links, unusable=unusable, cut=cut)


def _plain(body: bytes, url: str) -> bytes:
    if not body.startswith(GZIP):
        return body
    try:
        inflater = zlib.decompressobj(wbits=31)
        plain = inflater.decompress(body, MAX_SITEMAP_BYTES + 1)
    except zlib.error as error:
        raise Unreadable(url, "not_a_sitemap", f"broken gzip: {error}") from error
    if len(plain) > MAX_SITEMAP_BYTES:
        raise Unreadable(url, "too_large", f"more than {MAX_SITEMAP_BYTES} bytes, unpacked")
    return plain


def _kind(body: bytes) -> str | None:
    start = body[:20_000].lower()
    if b"<sitemapindex" in start or b":sitemapindex" in start:
        return "index"
    return "set" if b"<urlset" in start or b":urlset" in start else None


def _entries(body: bytes) -> Iterator[Link]:
    """Every `url` or `sitemap` element; broken markup ends the reading, not the entries before it."""
    elements = etree.iterparse(
        BytesIO(body),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
    )
    try:
        for _, element in elements:
            yield _entry(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return


def _entry(element: etree._Element) -> Link:
    return Link(
        url=_text(element, "loc") or "",
        title=_text(element, "news/title"),
        published=_text(element, "news/publication_date"),
        modified=_text(element, "lastmod"),
        language=_text(element, "news/publication/language"),
    )


def _text(element: etree._Element, path: str) -> str | None:
    return short(element.findtext("/".join(f"{{*}}{step}" for step in path.split("/"))))


def _is_since(entry: Link, since: datetime) -> bool:
    written = entry.published or entry.modified
    if written is None:
        return True
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return True
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC) + timedelta(days=1)
    return moment >= since


def _read_list(body: bytes, url: str, limit: int) -> Found:
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").split("\n", limit + 1)]
    wanted = [Link(url=line) for line in lines[:limit] if line.startswith(("http://", "https://"))]
    links, unusable = usable(wanted, url)
    if not links:
        raise Unreadable(url, "not_a_sitemap", "holds no address")
    return Found(links, unusable=unusable, cut=len(lines) > limit)
