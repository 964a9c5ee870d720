import json

import pytest

from spiders.discovery.feeds import read_feed
from spiders.discovery.links import DocumentLinks, UnreadableDocument

AT = "https://example.org/feeds/main.xml"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item><link>https://example.org/a</link></item></rdf:RDF>"""


def rss(*items: str) -> bytes:
    return RSS.format(items="".join(f"<item>{item}</item>" for item in items)).encode()


def urls(found: DocumentLinks) -> list[str]:
    return [link.url for link in found.links]


def test_an_rss_entry_gives_its_url_title_and_date_as_written() -> None:
    body = rss("<title>A &amp; B</title><link>/a</link><pubDate>Fri, 20 Nov 2026 06:30:00 GMT</pubDate>")
    (link,) = read_feed(body, AT, 10).links
    assert (link.url, link.title, link.published) == (
        "https://example.org/a",
        "A & B",
        "Fri, 20 Nov 2026 06:30:00 GMT",
    )


@pytest.mark.parametrize(
    "body",
    [
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>',
        b'<rss version="0.91"><channel><item><link>https://example.org/a</link></item></channel></rss>',
        RDF,
        b"\xef\xbb\xbf\n<rss><channel><item><guid>https://example.org/a</guid></item></channel></rss>",
        json.dumps({"version": "1.1", "items": [{"id": "1", "url": "/a"}]}).encode(),
    ],
)
def test_every_dialect_is_read(body: bytes) -> None:
    assert urls(read_feed(body, AT, 10)) == ["https://example.org/a"]


def test_broken_markup_is_read_as_far_as_it_goes_and_said_so() -> None:
    body = rss("<link>/a</link>", "<title>x &nbsp; y</title><link>/b</link>")[:-16] + b"<item><link>/c"
    found = read_feed(body, AT, 10)
    assert urls(found)[:2] == ["https://example.org/a", "https://example.org/b"]
    assert "broken" in (found.remark or "")


def test_a_wrong_encoding_loses_no_link() -> None:
    body = rss("<title>Grüße</title><link>/a</link>").decode().encode("latin-1")
    assert urls(read_feed(body, AT, 10)) == ["https://example.org/a"]


def test_links_that_are_no_urls_are_counted_and_left_out() -> None:
    found = read_feed(rss("<link>javascript:alert(1)</link>", "<link>/a</link>", "<link></link>"), AT, 10)
    assert (urls(found), found.unusable) == (["https://example.org/a"], 2)


def test_the_same_url_counts_once_whatever_tracks_it() -> None:
    assert len(read_feed(rss("<link>/a?utm_source=rss</link>", "<link>/a#top</link>"), AT, 10).links) == 1


@pytest.mark.parametrize(
    "body", [b"<!doctype html><html><body>Sorry</body></html>", b"", b"{}", b'{"items": 3}', b"{" * 100_000]
)
def test_what_is_no_feed_is_a_failure_and_never_nothing_new(body: bytes) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_feed(body, AT, 10)
    assert error.value.reason == "not_a_feed"


def test_an_empty_feed_is_a_feed() -> None:
    assert read_feed(rss(), AT, 10).links == ()


def test_a_feed_without_end_is_cut() -> None:
    found = read_feed(rss(*(f"<link>/{number}</link>" for number in range(500))), AT, 100)
    assert (len(found.links), found.cut) == (100, True)


def test_entities_are_neither_multiplied_nor_fetched() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    item = "<item><title>&l8;&f;</title><link>/a</link></item>"
    body = f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>{item}</channel></rss>'.encode()
    (link,) = read_feed(body, AT, 10).links
    assert "lol" not in (link.title or "")
    assert "root:" not in (link.title or "")


@pytest.mark.parametrize(
    ("trap", "reason"),
    [(b"<item>", "too_deep"), (b"<x>", "too_deep"), (b"<", "too_large"), (b"&", "too_large")],
)
def test_markup_that_would_cost_minutes_is_refused(trap: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_feed(b"<rss><channel>" + trap * (1_900_000 // len(trap)), AT, 1_000)
    assert error.value.reason in (reason, "too_large")


def test_half_a_surrogate_pair_in_a_json_feed_can_be_stored() -> None:
    item = {"url": "https://example.org/a\ud800", "title": "Hi \ud800there", "language": "e\ud800n"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    (link,) = read_feed(json.dumps(feed).encode(), AT, 10).links
    assert (link.title, link.language) == ("Hi there", "en")
    assert link.url.encode()
