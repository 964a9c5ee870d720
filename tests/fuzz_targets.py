"""Every parser of bytes from outside as a function of bytes: it returns, or raises what it says it raises.

Used by the properties (hypothesis), by `make fuzz` (atheris) and by the kept cases in tests/fuzz_cases.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from landed_pages import landed_page

from spiders.archives.captures import captures
from spiders.archives.import_archives import EVERYTHING
from spiders.discovery.autodiscovery import named_feeds
from spiders.discovery.feeds import read_feed
from spiders.discovery.front_pages import read_front
from spiders.discovery.links import UnreadableDocument
from spiders.discovery.sitemaps import read_sitemap
from spiders.encodings.page_markup import decode
from spiders.extraction.dates.instants import read_date
from spiders.extraction.extract import extract
from spiders.extraction.markup.jsonld import ScriptReader
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import read_structured
from spiders.extraction.model import Refusal
from spiders.extraction.pagetype.urlshape import url_shape
from spiders.identity.canonical_url import without_variant
from spiders.identity.urls import UrlError, article_id, domain_of, normalise, resolve, site_of
from spiders.politeness.preferences import training_statement
from spiders.politeness.rights import tdm_rules
from spiders.politeness.robots import Robots, robots_file
from spiders.sources.opml import NotOpml, read_opml
from spiders.workers.pool import NO_RULES

URL = "https://example.org/a/page"
NOW = datetime(2026, 11, 28, tzinfo=UTC)
MOST = 1_000


def feed(content: bytes) -> None:
    with contextlib.suppress(UnreadableDocument):
        assert len(read_feed(content, URL, MOST).links) <= MOST


def sitemap(content: bytes) -> None:
    with contextlib.suppress(UnreadableDocument):
        assert len(read_sitemap(content, URL, MOST).links) <= MOST


def front(content: bytes) -> None:
    with contextlib.suppress(UnreadableDocument):
        assert len(read_front(content, URL, MOST).links) <= MOST
    with contextlib.suppress(UnreadableDocument):
        named_feeds(content, URL)


def robots(content: bytes) -> None:
    for status in (200, 404, 503, None):
        rules = Robots(robots_file(status, content, NOW))
        rules.refusal(URL), rules.allows_ai(URL)
        assert rules.crawl_delay >= 0
    text = content.decode("utf-8", "replace")
    training_statement(text)
    tdm_rules(text)


def page(content: bytes) -> None:
    tree = parse(content, "text/html")
    if not isinstance(tree, Refusal):
        read_structured(tree)


def article(content: bytes) -> None:
    extract(landed_page(content, URL), NO_RULES)


def json_ld(content: bytes) -> None:
    ScriptReader().value(content.decode("utf-8", "replace"))


def warc(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.warc"
        path.write_bytes(content)
        list(captures(path, Path(folder), EVERYTHING))


def opml(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.opml"
        path.write_bytes(content)
        with contextlib.suppress(NotOpml):
            read_opml(path)


def url(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    with contextlib.suppress(UrlError):
        plain = normalise(text)
        assert normalise(plain) == plain, "normalising twice changes nothing"
        assert len(article_id(plain)) == 16
        domain_of(plain), site_of(plain), url_shape(plain), without_variant(plain)
    with contextlib.suppress(UrlError):
        resolve(text, URL)


def date(content: bytes) -> None:
    found = read_date(content.decode("utf-8", "replace"), "tests")
    assert found is None or found.at.tzinfo is UTC


def charset(content: bytes) -> None:
    assert isinstance(decode(content, "text/html; charset=utf-16"), str)
    assert isinstance(decode(content, None), str)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (feed, sitemap, front, robots, page, article, json_ld, warc, opml, url, date, charset)
}

_RSS = b"""<rss version="2.0"><channel><title>t</title><item><title>a</title>
<link>https://example.org/a</link><pubDate>Fri, 27 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
_ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/b"/>
<updated>2026-11-27</updated></entry></feed>"""
_SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/a</loc><lastmod>2026-11-27</lastmod></url></urlset>"""
_FRONT = b"""<html><link rel=alternate type="application/rss+xml" href=/f>
<a href="/2026/11/story">A story</a>"""
_LINKED = b"""<html><script type="application/ld+json">{"@type":"NewsArticle"}</script><p>One <b>two</p>"""
_STORY = b"<html><h1>T</h1><article><p>" + b"A sentence of the story. " * 20 + b"</article></html>"
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
    b"WARC-Date: 2026-11-27T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: 58\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>story</p>\r\n\r\n"
)
_OPML = b'<opml version="2.0"><body><outline text="A" xmlUrl="https://example.org/f"/></body></opml>'

SEEDS: dict[str, list[bytes]] = {
    "feed": [
        _RSS,
        _ATOM,
        b'{"version":"https://jsonfeed.org/version/1","items":[{"url":"https://e.org/a"}]}',
    ],
    "sitemap": [_SITEMAP, b"<sitemapindex><sitemap><loc>https://e.org/s.xml</loc></sitemap></sitemapindex>"],
    "front": [_FRONT],
    "robots": [b"User-agent: *\nDisallow: /x*$\nCrawl-delay: 3\nSitemap: https://example.org/s.xml\n"],
    "page": [_LINKED, b"nnnn\xd9\n"],
    "article": [_STORY],
    "json_ld": [b'{"@graph":[{"@type":["NewsArticle"],"author":{"name":"A"}}]}'],
    "warc": [_WARC],
    "opml": [_OPML],
    "url": [
        b"https://user:pw@EXAMPLE.org:443/a/../b/?utm_source=x&b=1#c",
        b"//[::1]/x",
        "http://bücher.example/ä".encode(),
    ],
    "date": [b"2026-11-27T10:00:00+01:00", b"Fri, 27 Nov 2026 10:00:00 GMT", b"27. Dezember 2026"],
    "charset": [b'<meta charset="windows-1251">\xc4\xe0', b"\xff\xfe<\x00p\x00"],
}
"""Small sound examples that mutations start from."""
