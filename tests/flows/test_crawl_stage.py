"""The crawl stage over one outlet of the newsroom: what lands, without extracting anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from newsroom import Newsroom
from newsroom.server import Answer, OutletServer

from flows.context import RunContext
from flows.progress import SilentProgress
from flows.settings import load_settings
from flows.stages.crawl import crawl
from spiders.source import Source
from warehouse.landing import pending_segments
from warehouse.snapshots import commit, current_snapshot
from warehouse.tables import Fetch, to_arrow

OUTLET = "talpost"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Desk:
    """Runs the stage and commits its fetches, as a whole run would."""

    data: object
    settings: object
    runs: int = 0

    def crawl(self, at=NOW, **sources):
        self.runs += 1
        settings = replace(self.settings, sources=sources or self.settings.sources)
        run = RunContext(f"run{self.runs}", at, self.data, settings, SilentProgress(), 1)
        snapshot = current_snapshot(self.data)
        report = crawl(run, snapshot)
        segments = pending_segments(self.data, snapshot)
        shift = at - datetime.now(UTC)
        fetches = [_shifted(fetch, shift) for segment in segments for fetch in segment.fetches()]
        commit(self.data, snapshot, {"fetches": to_arrow(fetches, Fetch)}, segments, at)
        return report, fetches

    @property
    def source(self):
        return self.settings.sources[OUTLET]


def _shifted(fetch, shift):
    """The row as it would be, had the run happened at another time."""
    answered = fetch.fetched_at and fetch.fetched_at + shift
    return replace(fetch, discovered_at=fetch.discovered_at + shift, fetched_at=answered)


@pytest.fixture
def newsroom():
    with Newsroom(only=[OUTLET], crawl_delay=0) as room:
        yield room


@pytest.fixture
def desk(newsroom, data, tmp_path):
    newsroom.write_sources(tmp_path / "sources.toml")
    return Desk(data, load_settings(tmp_path / "sources.toml"))


def outcomes(fetches, kind="article"):
    return Counter((fetch.outcome, fetch.reason) for fetch in fetches if fetch.kind == kind)


def test_pages_over_the_budget_are_fetched_by_the_next_runs(desk):
    source = replace(desk.source, limits=replace(desk.source.limits, pages=4))
    first = outcomes(desk.crawl(talpost=source)[1])
    assert (first["fetched", "ok"], first["skipped", "budget"]) == (4, 2)
    second = outcomes(desk.crawl(talpost=source)[1])
    assert second["fetched", "ok"] == 2


def test_an_address_has_one_row_a_run(desk):
    for _ in range(2):
        _, fetches = desk.crawl()
        addresses = [(fetch.kind == "article", fetch.url) for fetch in fetches]
        assert len(set(addresses)) == len(addresses)


def test_a_source_that_fails_is_left_alone_longer_and_comes_back_by_itself(desk, newsroom):
    down = replace(desk.source, home="http://127.0.0.1:1/", feeds=(), sitemaps=(), sections=())
    for hours in range(2):
        _, fetches = desk.crawl(NOW + timedelta(hours=hours), talpost=down)
        assert {fetch.outcome for fetch in fetches} == {"blocked"}
    report, fetches = desk.crawl(NOW + timedelta(hours=1, minutes=10), talpost=down)
    assert any("left alone; every document failed" in remark for remark in report.remarks)
    assert outcomes(fetches, "front_page") == {("skipped", "not_due"): 1}
    report, fetches = desk.crawl(NOW + timedelta(hours=3))
    assert report.remarks == ()
    assert outcomes(fetches)["fetched", "ok"] == 6


def test_a_crawl_that_dies_costs_its_own_source_only_and_is_said(desk):
    broken = Source(name="broken", home="http://127.0.0.1:1/", spider="no_such_spider", group="alone")
    report, fetches = desk.crawl(talpost=desk.source, broken=broken)
    assert [remark.partition(":")[0] for remark in report.remarks] == ["broken"]
    assert outcomes([f for f in fetches if f.source == "broken"], "front_page") == {
        ("failed", "crawl_died"): 1
    }
    assert outcomes(fetches)["fetched", "ok"] == 6


def test_what_the_network_rules_refuse_is_blocked_and_never_asked(desk, newsroom):
    desk.settings = replace(desk.settings, network_allow=())
    _, fetches = desk.crawl()
    assert {(fetch.outcome, fetch.reason) for fetch in fetches} == {("blocked", "private_address")}
    assert newsroom.requests == []


def test_a_crawl_delay_of_an_hour_ends_with_the_time_of_the_run_and_every_link_has_a_row(data, tmp_path):
    with Newsroom(only=[OUTLET], crawl_delay=3_600) as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml")
        desk = Desk(data, load_settings(tmp_path / "sources.toml"))
        hasty = replace(desk.source, limits=replace(desk.source.limits, minutes=0.05))
        report, fetches = desk.crawl(talpost=hasty)
        asked = [request.path for request in newsroom.requests]
    assert report.closed == {OUTLET: "time_budget"}
    assert asked == ["/robots.txt"]
    assert {(fetch.outcome, fetch.reason) for fetch in fetches} == {("skipped", "budget")}


def test_two_sources_of_one_host_are_crawled_in_turn_with_one_robots_txt(desk, newsroom):
    first = replace(desk.source, name="first", feeds=())
    second = replace(desk.source, name="second", home=f"{desk.source.home}rss.xml")
    report, fetches = desk.crawl(first=first, second=second)
    assert set(report.closed) == {"first", "second"}
    assert [request.path for request in newsroom.requests].count("/robots.txt") == 1
    times = {name: [f.discovered_at for f in fetches if f.source == name] for name in report.closed}
    earlier, later = sorted(times.values(), key=min)
    assert max(earlier) < min(later)


def test_a_server_that_asks_for_patience_is_not_asked_again_before_its_time(desk):
    requests = []
    busy = Answer(body=b"later", status=503, headers={"Retry-After": "3600"})
    server = OutletServer("busy", 0, lambda path: None if path == "/robots.txt" else busy, requests)
    server.start()
    try:
        address = f"http://{server.host}/"
        desk.settings = replace(desk.settings, network_allow=(server.host,))
        source = Source(name="busy", home=address, feeds=(f"{address}feed", f"{address}other"))
        _, fetches = desk.crawl(datetime.now(UTC), busy=source)
        reasons = Counter(fetch.reason for fetch in fetches)
        assert (reasons["http_503"], reasons["deferred"]) == (1, 2)
        _, fetches = desk.crawl(datetime.now(UTC), busy=source)
        assert {(fetch.outcome, fetch.reason) for fetch in fetches} == {("skipped", "deferred")}
    finally:
        server.close()
    assert [request.path for request in requests if request.path != "/robots.txt"] == ["/feed"]
