"""The newsroom serves what it says it serves, and tells the truth of it."""

from __future__ import annotations

import gzip
import json
import tomllib
import urllib.error
import urllib.request
from email.message import Message
from itertools import combinations
from pathlib import Path

import feedparser
import pytest
from newsroom import Newsroom, PageTruth


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=named), timeout=120) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def pages(newsroom: Newsroom, expected: str) -> list[PageTruth]:
    return [page for page in newsroom.truth.values() if page.expected == expected]


def test_every_url_of_the_truth_responds_as_it_says(newsroom: Newsroom) -> None:
    statuses = {url: get(url)[0] for url in newsroom.truth}
    assert {url for url, status in statuses.items() if status != 200} == {
        page.url for page in pages(newsroom, "failed")
    }


def test_an_article_page_holds_its_title_its_paragraphs_and_its_promos(newsroom: Newsroom) -> None:
    for page in pages(newsroom, "article"):
        _, headers, body = get(page.url)
        text = body.decode(headers.get_content_charset() or "").replace("&#x27;", "'").replace("&quot;", '"')
        text = text.replace("&amp;", "&")
        missing = [part for part in (page.title, *page.paragraphs) if part not in text]
        assert not missing, page.url
        assert all(promo.removeprefix("# ") in text for promo in page.promos)


def test_a_moved_url_leads_to_its_story(newsroom: Newsroom) -> None:
    for page in pages(newsroom, "moved"):
        with urllib.request.urlopen(page.url, timeout=120) as response:
            assert response.url == page.canonical_url


def test_variants_name_the_article_they_vary(newsroom: Newsroom) -> None:
    variants = pages(newsroom, "variant")
    assert {page.url.rpartition("/")[2] for page in variants} == {"amp", "print"}
    for page in variants:
        assert f'<link rel="canonical" href="{page.canonical_url}">' in get(page.url)[2].decode()


def test_a_feed_links_every_page_of_its_outlet(newsroom: Newsroom) -> None:
    parsed = feedparser.parse(get(newsroom.home("harbour-courier") + "rss.xml")[2])
    linked = {entry.link.partition("?")[0] for entry in parsed.entries}
    assert linked == {page.url for page in newsroom.truth.values() if page.outlet == "harbour-courier"}
    assert not parsed.bozo


@pytest.mark.parametrize(("outlet", "path"), [("northfield-ledger", "atom.xml"), ("talpost", "atom.xml")])
def test_atom_feeds_parse(newsroom: Newsroom, outlet: str, path: str) -> None:
    parsed = feedparser.parse(get(newsroom.home(outlet) + path)[2])
    assert parsed.version == "atom10"
    assert not parsed.bozo


def test_the_json_feed_lists_wire_stories(newsroom: Newsroom) -> None:
    feed = json.loads(get(newsroom.home("wire-desk") + "feed.json")[2])
    assert any("coastal-rail" in item["url"] for item in feed["items"])


def test_the_sitemap_index_leads_to_a_gzipped_sitemap(newsroom: Newsroom) -> None:
    home = newsroom.home("haibin-daily")
    assert f"{home}sitemaps/stories.xml.gz" in get(home + "sitemap-index.xml")[2].decode()
    assert b"content_1000.htm" in gzip.decompress(get(home + "sitemaps/stories.xml.gz")[2])


def test_validators_are_honoured_until_the_page_changes() -> None:
    with Newsroom(only=["harbour-courier"]) as newsroom:
        url = next(page.url for page in newsroom.truth.values() if page.story_id.startswith("late-ferry"))
        tag = get(url)[1]["ETag"]
        assert get(url, If_None_Match=tag)[0] == 304
        newsroom.publish_next_edition()
        assert get(url, If_None_Match=tag)[0] == 200


def test_a_silent_edit_changes_the_body_and_no_stated_date() -> None:
    with Newsroom(only=["northfield-ledger"]) as newsroom:
        url = next(page.url for page in newsroom.truth.values() if "car-parks" in page.url)
        _, before, old = get(url)
        newsroom.publish_next_edition()
        status, _, new = get(url, If_Modified_Since=before["Last-Modified"])
        assert status == 200
        assert old != new and old.replace(b"Antwerp", b"Ghent") == new


def test_a_page_that_no_edition_touches_keeps_its_bytes() -> None:
    with Newsroom(only=["daily-meridian"]) as newsroom:
        url = next(page.url for page in newsroom.truth.values() if "embassy" in page.url)
        before = get(url)[2]
        newsroom.publish_next_edition()
        assert get(url)[2] == before


def test_an_outlet_without_validators_never_says_304(newsroom: Newsroom) -> None:
    _, headers, _ = get(newsroom.home("talpost"))
    assert "ETag" not in headers and "Last-Modified" not in headers


def test_the_next_edition_brings_new_stories_and_keeps_the_old_urls() -> None:
    newsroom = Newsroom()
    before = set(newsroom.truth)
    newsroom.publish_next_edition()
    assert before < set(newsroom.truth)
    assert len(set(newsroom.truth) - before) == 9


def test_the_same_seed_and_ports_give_the_same_pages() -> None:
    with Newsroom(only=["auental-tagblatt"]) as first:
        port = int(first.home("auental-tagblatt").rpartition(":")[2].strip("/"))
        pages_of_first = {url: get(url)[2] for url in first.truth}
    with Newsroom(only=["auental-tagblatt"], port=port) as second:
        assert {url: get(url)[2] for url in second.truth} == pages_of_first


def test_requests_are_counted_with_agent_and_status() -> None:
    with Newsroom(only=["signal-bench"]) as newsroom:
        get(newsroom.home("signal-bench") + "nowhere", User_Agent="tester/1")
        (request,) = newsroom.requests
        assert (request.path, request.status, request.user_agent) == ("/nowhere", 404, "tester/1")
        assert request.host == newsroom.home("signal-bench").split("/")[2]


def test_copies_share_their_paragraphs_and_unrelated_stories_share_none() -> None:
    articles = pages(Newsroom(), "article")
    for one, other in combinations(articles, 2):
        shared = set(one.paragraphs) & set(other.paragraphs)
        assert bool(shared) == (one.story_id == other.story_id), (one.url, other.url)


def test_there_are_stories_in_four_languages_with_walls_and_copies() -> None:
    truth = Newsroom().truth.values()
    articles = [page for page in truth if page.expected == "article"]
    assert {page.language for page in articles} == {"en", "de", "zh", "ar"}
    assert len({page.story_id for page in articles}) >= 60
    assert {page.edit for page in articles} == {"own", "verbatim", "trimmed", "localised", "excerpt"}
    assert any(page.wall == "paywall" for page in articles)
    rejected = {page.reason for page in truth if page.expected == "rejected"}
    assert rejected == {"consent", "login", "soft_404", "script_only", "listing"}


def test_the_sources_file_watches_every_outlet(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write_sources(tmp_path / "sources.toml")
    sources = tomllib.loads((tmp_path / "sources.toml").read_text(encoding="utf-8"))["sources"]
    assert {name: table["home"] for name, table in sources.items()} == {
        outlet.name: newsroom.home(outlet.name) for outlet in newsroom.outlets
    }


def test_a_bulk_outlet_has_as_many_stories_as_requested() -> None:
    newsroom = Newsroom(only=["bulk-reporter"], bulk=50)
    assert len(pages(newsroom, "article")) == 50
