"""When an article was published and changed, by what its page states."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from landed_pages import article_html, landed_page

from spiders.extraction.dates.choose_dates import DatedPage, modified_of, published_day_of, published_of
from spiders.extraction.dates.instants import read_date
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import read_structured
from spiders.extraction.model import Dated, Refusal

DAY = datetime(2026, 11, 18, tzinfo=UTC)
TEN = DAY.replace(hour=10)


def dated(head: str = "", body: str = "", **page: Any) -> tuple[Dated | None, Dated | None]:
    """Published and modified of a page that was fetched on 2026-11-20."""
    landed = landed_page(article_html(head=head).replace("<h1>", f"{body}<h1>", 1), **page)
    tree = parse(landed.body, None)
    assert not isinstance(tree, Refusal)
    evidence = DatedPage(landed, tree, read_structured(tree))
    published = published_of(evidence)
    return published, modified_of(evidence, published)


def stating(kind: str = "NewsArticle", **node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": kind, **node})}</script>'


def meta(name: str, content: str = "2026-11-18T10:00:00Z") -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("2026-11-18T12:00:00+02:00", TEN, "instant"),
        ("2026-11-18T12:00:00.123+0200", TEN, "instant"),
        ("2026-11-18 10:00", TEN, "minute"),
        ("2026/11/18", DAY, "day"),
        ("20261118", DAY, "day"),
        ("18.11.2026, 10:00", TEN, "minute"),
        ("November 18, 2026 10:00 am", TEN, "minute"),
        ("Wednesday, Nov. 18, 2026, 5:00 AM EST", TEN, "minute"),
        ("18 November 2026 10:00 GMT", TEN, "minute"),
        ("Wed, 18 Nov 2026 10:00:00 GMT", TEN, "instant"),
        ("1794996000", TEN, "instant"),
        ("1794996000000", TEN, "instant"),
    ],
)
def test_dates_are_read_in_the_forms_that_pages_use(raw: str, at: datetime, precision: str) -> None:
    found = read_date(raw, "meta")
    assert found is not None and (found.at, found.precision, found.raw) == (at, precision, raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "soon",
        "2026-02-30",
        "2026-13-01",
        "11/18/2026",
        "2026-11-18T10:00:00+99:00",
        "0",
        "1e400",
    ],
)
def test_what_is_no_date_or_could_be_two_is_refused(raw: str) -> None:
    assert read_date(raw, "meta") is None


@pytest.mark.parametrize(
    ("head", "body", "page", "origin"),
    [
        (stating(datePublished="2026-11-18T10:00:00Z") + meta("date", "2020-01-01"), "", {}, "jsonld"),
        (stating(datePublished=1794996000000), "", {}, "jsonld"),
        (stating("WebPage", datePublished="2026-11-18T10:00:00Z") + stating(), "", {}, "jsonld"),
        (meta("article:published"), "", {}, "meta"),
        (meta("cXenseParse:recs:publishtime"), "", {}, "meta"),
        (meta("http://ogp.me/ns/article#published_time"), "", {}, "meta"),
        ("", "", {"link_published": "2026-11-18T10:00:00Z"}, "feed"),
        ("", "", {"link_published": "2026-11-18T10:00:00Z", "discovery": "news_sitemap"}, "sitemap"),
        ("", "<time itemprop=datePublished datetime=2026-11-18T10:00:00Z>x</time>", {}, "text"),
        ("", "<time datetime=2026-11-18T10:00:00Z>yesterday</time>", {}, "text"),
        (stating("VideoObject", uploadDate="2026-11-18T10:00:00Z"), "", {}, "jsonld"),
    ],
)
def test_machines_are_believed_before_text(head: str, body: str, page: dict[str, str], origin: str) -> None:
    published, _ = dated(head, body, **page)
    assert published is not None and (published.at, published.origin) == (TEN, origin)


def test_a_date_that_only_readers_see_is_found_last() -> None:
    published, _ = dated(body="<p class=date>Published on November 18, 2026</p>")
    assert published == Dated(DAY, "2026-11-18", "day", "text")


def test_a_day_takes_the_hour_from_a_later_source_of_the_same_day() -> None:
    day = stating(datePublished="2026-11-18")
    finer, other = dated(day + meta("pubdate")), dated(day + meta("pubdate", "2026-11-19T10:00:00Z"))
    assert finer[0] == Dated(TEN, "2026-11-18T10:00:00Z", "instant", "meta")
    assert other[0] == Dated(DAY, "2026-11-18", "day", "jsonld")


@pytest.mark.parametrize("wrong", ["2031-01-01", "1969-12-31", "2026-13-45", "4000000000"])
def test_future_and_impossible_dates_give_way_to_the_next(wrong: str) -> None:
    published, modified = dated(stating(datePublished=wrong, dateModified=wrong) + meta("pubdate"))
    assert published is not None and (published.at, published.origin) == (TEN, "meta")
    assert modified is None


def test_a_change_before_publication_is_none() -> None:
    early = stating(datePublished="2026-11-18T10:00:00Z", dateModified="2026-11-18T09:59:00Z")
    late = stating(datePublished="2026-11-18T10:00:00Z", dateModified="2026-11-18T11:00:00+00:00")
    assert dated(early)[1] is None
    assert dated(late)[1] == Dated(TEN.replace(hour=11), "2026-11-18T11:00:00+00:00", "instant", "jsonld")


@pytest.mark.parametrize("shape", [None, True, [], {}, [[]], {"@value": {}}, -1, 10**400, float("inf")])
def test_a_date_of_a_wrong_shape_is_none(shape: object) -> None:
    assert dated(stating(datePublished=shape, dateModified=shape)) == (None, None)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (meta("pubdate", "2026-11-18T23:30:00-05:00"), 18),
        (meta("pubdate", "2026-11-18T02:30:00+07:00"), 18),
        (meta("pubdate", "2026-11-18T23:30:00Z"), 18),
        (meta("pubdate", "2026-11-17T23:30:00Z") + meta("lastmod", "2026-11-18T09:00:00+01:00"), 18),
        (meta("pubdate", "2026-11-18"), 18),
    ],
)
def test_the_day_is_kept_in_the_publishers_own_zone(head: str, day: int) -> None:
    tree = parse(article_html(head=head).encode(), None)
    assert not isinstance(tree, Refusal)
    page = DatedPage(landed_page(""), tree, read_structured(tree))
    assert published_day_of(page, published_of(page)) == DAY.date().replace(day=day)


def test_a_url_tells_the_day_where_no_zone_is_known() -> None:
    tree = parse(article_html(head=meta("pubdate", "2026-11-19T03:30:00Z")).encode(), None)
    assert not isinstance(tree, Refusal)
    url = "https://sea.example/2026/11/18/whale/"
    page = DatedPage(landed_page("", url=url, final_url=url), tree, read_structured(tree))
    assert published_day_of(page, published_of(page)) == DAY.date()


def test_dates_with_a_slash_are_read_in_the_order_of_the_pages_others() -> None:
    published, modified = dated(meta("pubdate", "11/08/2026 - 17:57") + meta("lastmod", "11/18/2026 - 10:30"))
    assert published is not None and published.at == DAY.replace(day=8)
    assert modified is not None and modified.at == DAY


@pytest.mark.parametrize(
    "marked",
    [
        '<abbr class="published" title="2026-11-18">Wednesday</abbr>',
        '<span class="entry-date published" title="2026-11-18T00:00:00Z">yesterday</span>',
    ],
)
def test_the_title_of_an_element_that_is_called_published_is_a_date(marked: str) -> None:
    published, _ = dated(body=marked)
    assert published and published.at == DAY


def test_a_small_article_with_the_headline_is_no_card_of_another_story() -> None:
    body = (
        '<article><h1>The whale</h1><span itemprop="datePublished" content="2026-11-18">Wed</span></article>'
    )
    published, _ = dated(body=body)
    assert published and published.at == DAY


def test_a_part_of_the_path_that_is_a_day_is_the_last_resort() -> None:
    published, _ = dated(url="https://gazette.example/news/20261118/whale")
    assert published and (published.at, published.origin) == (DAY, "url")
    assert dated(url="https://gazette.example/news/20269918/whale")[0] is None
