"""Of a document with more entries than are read the newest are kept, whatever its order, and it says so."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from spiders.discovery.feeds import read_feed
from spiders.discovery.sitemaps import read_sitemap

AT = "https://example.org/map.xml"
START = datetime(2026, 11, 1, tzinfo=UTC)
ORDERS = ["oldest first", "newest first", "shuffled"]


def in_order(entries: Iterable[str], order: str) -> list[str]:
    entries = list(entries)
    if order == "newest first":
        entries.reverse()
    if order == "shuffled":
        Random(1).shuffle(entries)
    return entries


def rss(entries: Iterable[str]) -> bytes:
    return f"<rss><channel>{''.join(f'<item>{entry}</item>' for entry in entries)}</channel></rss>".encode()


def urlset(entries: Iterable[str]) -> bytes:
    return f"<urlset>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>".encode()


def index(entries: Iterable[str]) -> bytes:
    return (
        f"<sitemapindex>{''.join(f'<sitemap>{entry}</sitemap>' for entry in entries)}</sitemapindex>".encode()
    )


def moments(count: int) -> list[datetime]:
    return [START + timedelta(minutes=number) for number in range(count)]


def names(urls: Iterable[str]) -> list[str]:
    return [url.rpartition("/")[2] for url in urls]


@pytest.mark.parametrize("order", ORDERS)
def test_by_their_dates_in_a_sitemap(order: str) -> None:
    entries = [f"<loc>/s{n}</loc><lastmod>{at.isoformat()}</lastmod>" for n, at in enumerate(moments(600))]
    found = read_sitemap(urlset(in_order(entries, order)), AT, 50)
    assert names(link.url for link in found.links) == [f"s{n}" for n in range(599, 549, -1)]
    assert "the newest by date; 550 left out" in (found.remark or "")


@pytest.mark.parametrize("order", ORDERS)
def test_by_their_dates_in_a_feed(order: str) -> None:
    when = [at.strftime("%a, %d %b %Y %H:%M:%S GMT") for at in moments(300)]
    entries = [f"<link>/s{n}</link><pubDate>{written}</pubDate>" for n, written in enumerate(when)]
    found = read_feed(rss(in_order(entries, order)), AT, 20)
    assert names(link.url for link in found.links) == [f"s{n}" for n in range(299, 279, -1)]


@pytest.mark.parametrize("order", ORDERS)
def test_by_the_numbers_of_their_urls_without_dates(order: str) -> None:
    entries = [f"<loc>https://example.org/story-{100_000 + n}</loc>" for n in range(300)]
    found = read_sitemap(urlset(in_order(entries, order)), AT, 20)
    assert names(link.url for link in found.links)[0] == "story-100299"
    assert "by number" in (found.remark or "")


@pytest.mark.parametrize("order", ORDERS)
def test_of_an_index_without_dates_the_highest_numbers_of_every_family_come_first(order: str) -> None:
    posts = [f"<loc>https://example.org/post-sitemap{n}.xml</loc>" for n in range(2, 144)]
    tags = [f"<loc>https://example.org/tag-sitemap{n}.xml</loc>" for n in range(2, 900)]
    first = names(read_sitemap(index([*in_order(posts, order), *tags]), AT, 5_000).documents)[:4]
    assert sorted(first) == [
        "post-sitemap142.xml",
        "post-sitemap143.xml",
        "tag-sitemap898.xml",
        "tag-sitemap899.xml",
    ]


def test_of_an_index_the_months_in_names_count_as_numbers() -> None:
    months = [
        f"<loc>/sitemap-{year}-{month:02}.xml</loc>" for year in range(2020, 2026) for month in range(1, 13)
    ]
    relative = [entry.replace("<loc>", "<loc>https://example.org") for entry in months]
    assert names(read_sitemap(index(relative), AT, 100).documents)[:2] == [
        "sitemap-2025-12.xml",
        "sitemap-2025-11.xml",
    ]


def test_dates_that_are_all_the_same_tell_nothing() -> None:
    entries = [
        f"<loc>https://example.org/sitemap{n}.xml</loc><lastmod>2026-11-20</lastmod>" for n in range(1, 20)
    ]
    assert names(read_sitemap(index(entries), AT, 3).documents) == [
        "sitemap19.xml",
        "sitemap18.xml",
        "sitemap17.xml",
    ]


def test_where_nothing_tells_both_ends_of_a_sitemap_are_read_and_the_top_of_a_feed() -> None:
    words = [f"https://example.org/{a}{b}" for a in "abcdefghij" for b in "klmnopqrst"]
    found = read_sitemap(urlset(f"<loc>{word}</loc>" for word in words), AT, 10)
    assert {"https://example.org/ak", "https://example.org/jt"} <= {link.url for link in found.links}
    top = read_feed(rss(f"<link>{word}</link>" for word in words), AT, 3)
    assert [link.url for link in top.links] == words[:3]


def test_a_date_of_another_millennium_is_none() -> None:
    entries = ["<loc>/a</loc><lastmod>2026-11-27</lastmod>", "<loc>/b</loc><lastmod>9999-12-31</lastmod>"]
    entries += [f"<loc>/c{n}</loc><lastmod>2026-10-{n:02}T08:00:00</lastmod>" for n in range(1, 20)]
    found = read_sitemap(urlset(entries), AT, 3, since=START)
    assert names(link.url for link in found.links) == ["a", "b"]


def test_an_old_article_with_a_fresh_change_is_kept() -> None:
    news = "<n:news xmlns:n='x'><n:publication_date>2026-08-30T06:00:00Z</n:publication_date></n:news>"
    entries = [f"<loc>/changed</loc><lastmod>2026-11-27T06:00:00Z</lastmod>{news}", f"<loc>/old</loc>{news}"]
    assert names(link.url for link in read_sitemap(urlset(entries), AT, 9, since=START).links) == ["changed"]
