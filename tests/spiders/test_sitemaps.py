import gzip
from datetime import UTC, datetime

import pytest

from spiders.discovery.links import UnreadableDocument
from spiders.discovery.sitemaps import read_sitemap

AT = "https://example.org/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*entries: str) -> bytes:
    return f"<urlset {NS} {NEWS}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>".encode()


def index(*entries: str) -> bytes:
    inner = "".join(f"<sitemap>{entry}</sitemap>" for entry in entries)
    return f"<sitemapindex {NS}>{inner}</sitemapindex>".encode()


def test_a_news_entry_gives_title_date_and_language() -> None:
    entry = (
        "<loc>https://example.org/a</loc><n:news><n:publication><n:language>de</n:language></n:publication>"
        "<n:publication_date>2026-11-20</n:publication_date><n:title>T</n:title></n:news>"
    )
    (link,) = read_sitemap(urlset(entry), AT, 10).links
    assert (link.title, link.published, link.language) == ("T", "2026-11-20", "de")


def test_an_index_gives_its_sitemaps_the_youngest_first() -> None:
    body = index(
        "<loc>/old.xml</loc><lastmod>2026-01-01</lastmod>", "<loc>/new.xml</loc><lastmod>2026-11-01</lastmod>"
    )
    assert read_sitemap(body, AT, 10).documents == (
        "https://example.org/new.xml",
        "https://example.org/old.xml",
    )


def test_what_is_older_than_wanted_is_left_alone() -> None:
    body = urlset(
        "<loc>/old</loc><lastmod>2026-09-01T00:00:00Z</lastmod>",
        "<loc>/new</loc><lastmod>2026-11-21</lastmod>",
        "<loc>/undated</loc>",
        "<loc>/odd</loc><lastmod>yesterday</lastmod>",
    )
    found = read_sitemap(body, AT, 10, since=datetime(2026, 11, 1, tzinfo=UTC))
    assert [link.url.rpartition("/")[2] for link in found.links] == ["new", "undated", "odd"]


def test_a_packed_sitemap_is_unpacked_within_bounds() -> None:
    assert len(read_sitemap(gzip.compress(urlset("<loc>/a</loc>")), AT, 10).links) == 1
    with pytest.raises(UnreadableDocument) as error:
        read_sitemap(gzip.compress(b"<urlset>" + bytes(20_000_000)), AT, 10)
    assert error.value.reason == "too_large"


def test_a_list_of_urls_is_a_sitemap() -> None:
    found = read_sitemap(b"https://example.org/a\nhttps://example.org/b\n", AT, 10)
    assert len(found.links) == 2


def test_broken_markup_ends_the_reading_and_not_the_entries_before() -> None:
    body = urlset("<loc>/a</loc>", "<loc>/b</loc>")[:-25]
    assert read_sitemap(body, AT, 10).links[0].url == "https://example.org/a"


def test_a_sitemap_without_end_is_cut() -> None:
    found = read_sitemap(urlset(*(f"<loc>/{number}</loc>" for number in range(300))), AT, 100)
    assert (len(found.links), found.cut) == (100, True)


@pytest.mark.parametrize("body", [b"<html><body>no</body></html>", b"", b"plain words", b"\x1f\x8bbroken"])
def test_what_is_no_sitemap_is_a_failure(body: bytes) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_sitemap(body, AT, 10)
    assert error.value.reason == "not_a_sitemap"


def test_entities_are_neither_multiplied_nor_fetched() -> None:
    head = '<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY b "bomb">]>'
    body = head.encode() + urlset("<loc>/a&f;&b;</loc>")
    links = read_sitemap(body, AT, 10).links
    assert all("root" not in link.url and "bomb" not in link.url for link in links)
