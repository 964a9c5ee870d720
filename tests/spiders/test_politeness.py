"""What the newsroom's own counters say of the crawl: two runs, nothing changed in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from command import copydesk_here
from newsroom import Newsroom, Request

CRAWL_DELAY = 0.1
OUTLETS = ("harbour-courier", "signal-bench", "talpost")
DISCOVERY = {"/robots.txt", "/", "/rss.xml", "/atom.xml", "/section/Hardware", "/section/Networks"} | {
    "/section/Harbour",
    "/section/Town",
}


@dataclass(frozen=True)
class Crawled:
    """The newsroom after two runs: its requests by run, and the data folder."""

    newsroom: Newsroom
    first: Sequence[Request]
    second: Sequence[Request]
    data: Path

    def by_outlet(self) -> Mapping[str, list[Request]]:
        return {name: [r for r in self.newsroom.requests if r.outlet == name] for name in OUTLETS}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("polite")
    with Newsroom(only=OUTLETS, crawl_delay=CRAWL_DELAY) as newsroom:
        newsroom.write_sources(folder / "sources.toml")
        copydesk_here(folder / "data", folder / "sources.toml", "run", "--direct")
        first = list(newsroom.requests)
        copydesk_here(folder / "data", folder / "sources.toml", "run", "--direct")
        yield Crawled(newsroom, first, newsroom.requests[len(first) :], folder / "data")


def test_every_article_of_the_newsroom_landed(crawled: Crawled) -> None:
    expected = {page.url for page in crawled.newsroom.truth.values() if page.expected == "article"}
    with duckdb.connect(crawled.data / "warehouse.duckdb", read_only=True) as database:
        landed = {url for (url,) in database.execute("SELECT canonical_url FROM articles_all").fetchall()}
    assert landed == expected


def test_nothing_is_requested_that_robots_txt_forbids(crawled: Crawled) -> None:
    forbidden = {outlet.name: outlet.disallow for outlet in crawled.newsroom.outlets}
    linked = [page for page in crawled.newsroom.truth.values() if page.expected == "blocked"]
    assert len(linked) == 3
    requested = [r for r in crawled.newsroom.requests if r.path.startswith(forbidden[r.outlet] or ("//",))]
    assert requested == []


def test_robots_txt_is_the_first_request_and_is_requested_once_a_day(crawled: Crawled) -> None:
    for requests in crawled.by_outlet().values():
        assert requests[0].path == "/robots.txt"
        assert [r.path for r in requests].count("/robots.txt") == 1


def test_requests_are_never_closer_than_the_crawl_delay(crawled: Crawled) -> None:
    for name, requests in crawled.by_outlet().items():
        gaps = [later.at - earlier.at for earlier, later in pairwise(requests)]
        assert min(gaps) >= CRAWL_DELAY, name


def test_the_user_agent_names_version_and_contact(crawled: Crawled) -> None:
    agents = {r.user_agent for r in crawled.newsroom.requests}
    assert len(agents) == 1
    (agent,) = agents
    assert agent.startswith("copydesk/") and "desk@example.org" in agent


def test_no_request_carries_a_tracking_parameter(crawled: Crawled) -> None:
    assert [r.path for r in crawled.newsroom.requests if "utm_" in r.path] == []


def test_no_url_is_requested_twice_in_a_run_but_where_a_redirect_leads(crawled: Crawled) -> None:
    requested = Counter((r.outlet, r.path) for r in crawled.first)
    moved = [page for page in crawled.newsroom.truth.values() if page.expected == "moved"]
    targets = {(page.outlet, urlsplit(page.canonical_url).path) for page in moved}
    assert {url for url, times in requested.items() if times > 1} <= targets


def test_a_second_run_meets_only_304_where_the_outlet_has_validators(crawled: Crawled) -> None:
    again = [r for r in crawled.second if r.path not in DISCOVERY and r.outlet != "talpost"]
    assert again
    assert {(r.status, r.conditional) for r in again if r.status != 301} == {(304, True)}


def test_a_second_run_lands_nothing_where_the_outlet_has_none(crawled: Crawled) -> None:
    again = [r for r in crawled.second if r.path not in DISCOVERY and r.outlet == "talpost"]
    assert {r.status for r in again} == {200}
    with duckdb.connect(crawled.data / "warehouse.duckdb", read_only=True) as database:
        (landed,) = database.execute("SELECT landed FROM runs ORDER BY run_id DESC LIMIT 1").fetchall()
    assert landed == (0,)
