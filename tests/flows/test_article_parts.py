"""Articles in parts: found, fetched and joined in one run, quiet in the next, revised with any part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from invented_stories import story
from landed_pages import landed_page, leave_behind
from site_software import BuiltSite, served

from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from flows.stages.tally import Tally
from flows.upkeep.rebuild_articles import reextract
from warehouse.base.data_folder import DataFolder
from warehouse.erasure.target import find_target
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.tables import Page

LINES = {name: story(name, 15) for name in ("storm", "flood", "ferry", "whale", "regatta", "endless")}
TITLES = {
    "storm": "Storm over the harbour",
    "flood": "Flood in the lower town",
    "ferry": "Ferry stays in port",
    "whale": "Whale seen off the pier",
    "whale-2": "A second whale is seen",
    "regatta": "Regatta begins at noon",
    "endless": "A town without an end",
}
CONFIG = """[copydesk]
contact = "mailto:desk@example.org"
[network]
allow = ["127.0.0.1"]
[sources.gazette]
home = "{home}"
limits = {{ delay = 0.0, max_age_days = 0 }}
feeds = ["{home}feed.xml"]
sitemaps = ["{home}sitemap.xml"]
"""


def page(title: str, lines: tuple[str, ...], links: str, heading: str | None = None) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    about = "<p>Jo Reed has written on harbours and their weather for this paper since last year.</p>"
    return (
        f"<html><head><title>{title} | Gazette</title></head><body class=single-post><article>"
        f"<h1>{heading or title}</h1>{body}{about}{links}</article></body></html>"
    )


def row(name: str, *numbers: int) -> str:
    """The row of numbers that WordPress writes below a part."""
    links = (f'<a href="/{name}/{n if n > 1 else ""}" class="post-page-numbers">{n}</a>' for n in numbers)
    return f'<div class="page-links">Pages: {" ".join(links)}</div>'


def build(folder: Path, home: str) -> Path:
    def write(path: str, text: str) -> None:
        file = folder / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def part(name: str, number: int, links: str) -> None:
        lines = LINES[name][5 * (number - 1) :][:5] if name != "endless" else story(f"endless-{number}", 5)
        title = TITLES[name] + (f" - Page {number}" if number > 1 else "")
        write(f"{name}/{number if number > 1 else ''}", page(title, lines, links, TITLES[name]))

    for number in (1, 2, 3):  # a row of all numbers
        part("storm", number, row("storm", *({1, 2, 3} - {number})))
    for number in (1, 2, 3):  # each names the next one only
        part("flood", number, f"<a rel=next href=/flood/{number + 1}>Next page</a>" if number < 3 else "")
    for number in (1, 2):  # the third is not there
        part("ferry", number, row("ferry", *({1, 2, 3} - {number})))
    for number in range(1, 40):
        part("endless", number, f"<a rel=next href=/endless/{number + 1}>Next page</a>")
    write("whale", page(TITLES["whale"], LINES["whale"][:5], "<a rel=next href=/whale-2>Next story</a>"))
    write(
        "whale-2", page(TITLES["whale-2"], LINES["whale"][5:10], "<a rel=prev href=/whale>Previous story</a>")
    )
    same = "<nav class=pager><a href=?page=1>2</a> <a href=?page=2>3</a></nav>"  # the same page at any number
    write("regatta", page(TITLES["regatta"], LINES["regatta"][:8], same))
    for number in (1, 2):  # a month, and its second page
        months = f"<a rel=next href=/2026/10/page/{number + 1}/>Older</a>"
        write(f"2026/10/{f'page/{number}' if number > 1 else ''}", page("October", (), months))
    items = "".join(
        f"<item><title>{TITLES[name]}</title><link>{home}{name}/</link></item>"
        for name in TITLES
        if name != "whale-2"
    )
    month = f"<urlset><url><loc>{home}2026/10/</loc></url></urlset>"
    (folder / "sitemap.xml").write_text(month, "utf-8")
    (folder / "feed.xml").write_text(f"<rss version='2.0'><channel>{items}</channel></rss>", "utf-8")
    return folder


@dataclass
class Desk:
    site: BuiltSite
    data: DataFolder
    config: Path

    def run(self) -> Tally:
        (landed,) = ingest(prepare_run(self.data.root, self.config, True, workers=1), True, directly).landed
        return landed.tallies[0]

    def rows(self, query: str) -> list[Any]:
        with connect(current_snapshot(self.data)) as connection:
            return connection.execute(query).fetchall()

    def texts(self) -> dict[str, tuple[str, ...]]:
        return {
            title: tuple(text.split("\n"))
            for title, text in self.rows("select title, text from articles_all")
        }

    def flagged(self) -> set[str]:
        found = self.rows("select title from articles_all where list_contains(flags, 'one_of_parts')")
        return {title for (title,) in found}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("parts")
    with served("gazette", build, folder / "site") as site:
        desk = Desk(site, DataFolder(folder / "data"), folder / "sources.toml")
        desk.config.write_text(CONFIG.format(home=site.home), "utf-8")
        desk.run()
        yield desk


def lines_of(desk: Desk, name: str) -> tuple[str, ...]:
    return tuple(line for line in desk.texts()[TITLES[name]] if not line.startswith("Jo Reed"))


@pytest.mark.parametrize("name", ["storm", "flood"])
def test_an_article_whose_parts_can_be_had_lands_whole(desk: Desk, name: str) -> None:
    assert lines_of(desk, name) == LINES[name]
    assert TITLES[name] not in desk.flagged()


def test_each_article_lands_once(desk: Desk) -> None:
    titles = [title for (title,) in desk.rows("select title from articles_all order by title")]
    assert titles == sorted(TITLES.values())


def test_an_article_of_which_a_part_is_missing_is_flagged(desk: Desk) -> None:
    assert lines_of(desk, "ferry") == LINES["ferry"][:5]
    assert TITLES["ferry"] in desk.flagged()


def test_a_chain_without_an_end_is_followed_to_its_bound_and_flagged(desk: Desk) -> None:
    requested = {request.path for request in desk.site.requests if request.path.startswith("/endless/")}
    assert requested == {"/endless/", *(f"/endless/{number}" for number in range(2, 21))}
    assert lines_of(desk, "endless") == story("endless-1", 5)
    assert TITLES["endless"] in desk.flagged()


def test_pages_of_a_list_are_no_parts(desk: Desk) -> None:
    asked = {request.path for request in desk.site.requests if "2026" in request.path}
    assert asked == {"/2026/10/"}


def test_two_stories_whose_urls_end_in_numbers_stay_apart(desk: Desk) -> None:
    assert lines_of(desk, "whale") == LINES["whale"][:5]
    assert lines_of(desk, "whale-2") == LINES["whale"][5:10]


def test_a_page_that_comes_under_any_number_is_whole(desk: Desk) -> None:
    assert lines_of(desk, "regatta") == LINES["regatta"][:8]
    assert TITLES["regatta"] not in desk.flagged()


def test_what_has_not_changed_says_nothing_new_and_any_part_that_has_revises_the_article(desk: Desk) -> None:
    before = len(desk.site.requests)
    second = desk.run()
    requested = {request.path: request.status for request in desk.site.requests[before:]}
    assert (second.fetched, second.new, second.revised) == (0, 0, 0)
    assert {requested["/storm/"], requested["/storm/2"], requested["/storm/3"]} == {304}

    file = desk.site.files / "storm" / "2" / "index.html"
    edited = LINES["storm"][7].replace(LINES["storm"][7][:20], "Seven boats are lost")
    file.write_text(file.read_text("utf-8").replace(LINES["storm"][7], edited), "utf-8")
    third = desk.run()
    assert (third.new, third.revised) == (0, 1)
    assert lines_of(desk, "storm") == (*LINES["storm"][:7], edited, *LINES["storm"][8:])


def test_what_is_extracted_again_is_joined_again(desk: Desk) -> None:
    assert reextract(prepare_run(desk.data.root, desk.config, False, workers=1), None) is None


def test_a_takedown_covers_the_pages_of_all_parts(desk: Desk) -> None:
    target = find_target(desk.data, "url", f"{desk.site.home}storm/")
    assert {f"{desk.site.home}storm/{part}" for part in ("", "2", "3")} <= target.urls


def landed_part(run_id: str, number: int) -> Page:
    """A part of the storm as an archive holds it."""
    links = row("storm", *({1, 2, 3} - {number}))
    html = page(TITLES["storm"], LINES["storm"][5 * (number - 1) :][:5], links)
    url = f"https://gazette.example/storm/{number if number > 1 else ''}"
    return landed_page(html, url, run_id=run_id, discovery="archive")


def test_parts_that_come_later_complete_the_text_and_revise_nothing(
    data: DataFolder, tmp_path: Path, run_once: Callable[[], object], query: Callable[[str], list[Any]]
) -> None:
    (tmp_path / "sources.toml").write_text(CONFIG.format(home="https://gazette.example/"), "utf-8")
    leave_behind(data, [landed_part("20261120T120000Z-aaaa", 1)])
    run_once()
    leave_behind(data, [landed_part("20261121T120000Z-bbbb", number) for number in (2, 3)])
    run_once()
    first, second = sorted(query("select revision, extraction, flags, text from landed.articles"))
    assert (first[:3], second[:3]) == ((1, 1, ["one_of_parts"]), (1, 2, []))
    assert [line for line in second[3].split("\n") if not line.startswith("Jo Reed")] == list(LINES["storm"])
