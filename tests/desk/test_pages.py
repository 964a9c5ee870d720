from __future__ import annotations

import base64
import csv
import io
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from starlette.testclient import TestClient
from warehouse_rows import NOON, article, digest, hours, rows

from flows.alerts.finding import Finding, Kind
from flows.alerts.memory import Memory, update
from flows.alerts.memory_file import write_memory
from flows.desk.app import desk_app
from flows.desk.reader import Reader
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import commit, current_snapshot

from .conftest import BASE, HOSTILE, PAGES, A, filled, parsed, select


def text_of(desk: TestClient, path: str) -> str:
    response = desk.get(path)
    assert response.status_code == 200, response.text
    return " ".join(parsed(response.text).text_content().split())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_hostile_text_as_text_and_requests_nothing_elsewhere(
    desk: TestClient, path: str
) -> None:
    response = desk.get(path)
    assert response.status_code == 200
    page = parsed(response.text)
    assert not page.xpath("//script | //*[@onerror] | //*[@style]")
    requested = select(page, "//img/@src | //link/@href | //iframe/@src | //form/@action", str)
    assert all(url.startswith(("/", "data:image/svg+xml;base64,")) for url in requested), requested
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "set-cookie" not in response.headers


def test_today_counts_what_landed_and_shows_what_is_unusual(desk: TestClient) -> None:
    text = text_of(desk, "/")
    assert "3 new articles from 2 sources" in text
    assert HOSTILE in text


def test_search_marks_the_words_and_leaves_copies_out_by_default(desk: TestClient) -> None:
    page = parsed(desk.get("/search?q=harbour").text)
    assert {mark.text_content().lower() for mark in select(page, "//mark", HtmlElement)} == {"harbour"}
    assert [row["source"] for row in desk.get("/search.json?q=storm").json()["articles"]] == ["example-news"]
    both = desk.get("/search.json?q=storm&copies=yes").json()["articles"]
    assert {row["source"] for row in both} == {"example-news", "other-news"}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("source=example-news", 2),
        ("source=nobody", 0),
        ("language=en", 1),
        ("wall=paywall", 0),
        ("from=2000-01-01", 2),
        ("to=2000-01-01", 0),
        ("from=yesterday", 2),
        ("rights=open", 2),
    ],
)
def test_search_filters(desk: TestClient, filters: str, found: int) -> None:
    assert len(desk.get(f"/search.json?q=harbour&{filters}").json()["articles"]) == found


def test_search_as_csv_has_the_same_rows(desk: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(desk.get("/search.csv?q=harbour").text)))
    assert [row["article_id"] for row in rows] == [
        row["article_id"] for row in desk.get("/search.json?q=harbour").json()["articles"]
    ]


def test_an_article_shows_what_was_cut_in_its_place_on_demand(desk: TestClient) -> None:
    assert "Subscribe" not in text_of(desk, f"/article/{A}")
    page = parsed(desk.get(f"/article/{A}?cut=yes").text)
    lines = [" ".join(p.text_content().split()) for p in select(page, "//article/p", HtmlElement)]
    assert lines[1] == "Subscribe to our letter. cut: repeated in 3 of 3 stories, tail"
    assert lines[2] == "Ferries wait at the far slip until dusk."


def test_revisions_stand_side_by_side_with_the_differing_words_marked(desk: TestClient) -> None:
    page = parsed(desk.get(f"/article/{A}/revisions?from=1&to=2").text)
    assert [e.text for e in select(page, "//p/del | //p/ins", HtmlElement)] == ["noon", "dusk"]


def test_more_matches_stand_on_further_pages(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.desk.pages.search.A_PAGE", 1)
    pages = [parsed(desk.get(f"/search?q=harbour&page={n}").text) for n in (1, 2)]
    titles = [page.xpath("string(//ol[@class='results']/li/a)") for page in pages]
    assert sorted(titles) == sorted([HOSTILE, "Harbour storm"])
    assert [page.xpath("//a[@rel]/@rel") for page in pages] == [["next"], ["prev"]]


def test_a_sources_bars_count_a_copy_once(desk: TestClient) -> None:
    page = parsed(desk.get("/source/other-news").text)
    source, *_ = select(page, "//img[contains(@alt, 'each day')]/@src", str)
    plot = base64.b64decode(source.partition(",")[2]).decode()
    assert [name in plot for name in (">copies<", ">others<", ">articles<")] == [True, True, False]


def test_a_source_says_what_its_fetched_pages_were(desk: TestClient) -> None:
    page = parsed(desk.get("/source/example-news").text)
    cells = page.xpath("//div[@aria-label='What the fetched pages were']//td/text()")
    assert cells == ["no_text", "1", "100.0 %"]


def test_corrections_are_counted_by_source(desk: TestClient) -> None:
    page = parsed(desk.get("/corrections").text)
    assert page.xpath("//div[@aria-label='Edits by source']//td//text()") == ["example-news", "1", "0", "1"]


def test_a_source_names_its_rejections_and_the_line_that_keeps_a_block(desk: TestClient) -> None:
    text = text_of(desk, "/source/example-news")
    assert "https://example.org/wall" in text
    assert 'protect = ["Subscribe to our letter."]' in text


def test_stories_name_who_copies_whom(desk: TestClient) -> None:
    page = parsed(desk.get("/stories?days=7").text)
    assert page.xpath("//th[@scope='row']/text()") == ["other-news"]
    assert "Harbour storm" in page.text_content()


def test_corrections_link_to_the_difference(desk: TestClient) -> None:
    page = parsed(desk.get("/corrections").text)
    assert page.xpath("//a[text()='what changed']/@href") == [f"/article/{A}/revisions?from=1&to=2"]


def test_the_fetched_page_is_sandboxed(desk: TestClient) -> None:
    response = desk.get(f"/page/{digest('page of a', 24)}")
    assert response.text == "<html><p>Page of a</p></html>"
    assert response.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    "path", ["/nope", "/article/0", "/page/0", "/source/nobody", "/explain?url=https://a.example/"]
)
def test_what_is_not_there_is_a_page_that_says_so(desk: TestClient, path: str) -> None:
    response = desk.get(path)
    assert response.status_code == 404
    assert "Not found" in response.text


def test_a_url_that_is_none_is_explained_as_such(desk: TestClient) -> None:
    assert desk.get("/explain?url=ftp://example.org/").status_code == 400


def test_a_new_snapshot_is_shown_at_the_next_question(tmp_path: Path) -> None:
    data = filled(tmp_path / "data")
    with TestClient(desk_app(data), base_url=BASE) as desk:
        assert "late" not in text_of(desk, "/sources")
        commit(data, current_snapshot(data), rows(article("late", source="late-news")), [], hours(1))
        assert "late-news" in text_of(desk, "/sources")


@pytest.mark.parametrize("path", ["/", "/stories", "/sources", "/corrections", "/search?q=a", "/explain"])
def test_a_desk_without_a_snapshot_says_how_to_begin(tmp_path: Path, path: str) -> None:
    data = DataFolder(tmp_path / "data")
    data.create()
    with TestClient(desk_app(data), base_url=BASE) as desk:
        assert "copydesk run" in text_of(desk, path)


def test_days_are_counted_and_times_shown_in_utc_whatever_the_machines_zone(data: DataFolder) -> None:
    # "UTC" is set; a machine without a zone of its own would say "Etc/UTC"
    assert Reader(data).cursor().execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)


def test_today_shows_the_findings_that_are_open(tmp_path: Path) -> None:
    data = filled(tmp_path / "data")
    finding = Finding(Kind.QUIET, "example-news", "nothing new for four days")
    write_memory(data, update(Memory(), [finding], NOON).memory)
    with TestClient(desk_app(data), base_url=BASE) as desk:
        text = text_of(desk, "/")
    assert "example-news: nothing new for four days since 2026-11-22 12:00" in text
