"""The crawl stage over one outlet of the newsroom: what lands, without extracting anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newsroom import Newsroom
from newsroom.server import Look, OutletServer, Request, Response

from flows.configuration import Settings, load_settings
from flows.runs.context import RunContext
from flows.stages.crawl import CrawlReport, crawl
from spiders.sources.source import Source, SourceLimits
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Fetch
from warehouse.tables.arrow import to_arrow

OUTLET = "talpost"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Desk:
    """Runs the stage and commits its fetches, as a whole run would."""

    data: DataFolder
    settings: Settings
    runs: int = 0

    def crawl(self, at: datetime = NOW, **sources: Source) -> tuple[CrawlReport, list[Fetch]]:
        self.runs += 1
        settings = replace(self.settings, sources=sources or self.settings.sources)
        run = RunContext(f"run{self.runs}", at, self.data, settings, SilentProgress(), 1)
        snapshot = current_snapshot(self.data)
        report = crawl(run, snapshot)
        segments = pending_segments(self.data, snapshot)
        shift = at - datetime.now(UTC)
        fetches = [_shifted(fetch, shift) for segment in segments for fetch in segment.fetches()]
        urls = [(fetch.source, fetch.kind == "article", fetch.url) for fetch in fetches]
        assert len(set(urls)) == len(urls), "a URL has one row a run"
        commit(self.data, snapshot, {"fetches": to_arrow(fetches, Fetch)}, segments, at)
        return report, fetches

    @property
    def source(self) -> Source:
        return self.settings.sources[OUTLET]


def _shifted(fetch: Fetch, shift: timedelta) -> Fetch:
    """The row as it would be, had the run happened at another time."""
    fetched = fetch.fetched_at and fetch.fetched_at + shift
    return replace(fetch, discovered_at=fetch.discovered_at + shift, fetched_at=fetched)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(only=[OUTLET], crawl_delay=0) as room:
        yield room


@pytest.fixture
def desk(newsroom: Newsroom, data: DataFolder, tmp_path: Path) -> Desk:
    newsroom.write_sources(tmp_path / "sources.toml")
    return Desk(data, load_settings(tmp_path / "sources.toml"))


@contextmanager
def served(desk: Desk, look: Look) -> Iterator[tuple[Source, list[Request]]]:
    """A source of its own whose host serves `look`, and the requests that it sees."""
    requests: list[Request] = []
    server = OutletServer("served", 0, look, requests)
    server.start()
    desk.settings = replace(desk.settings, network_allow=(server.host,))
    try:
        yield Source(name="served", home=f"http://{server.host}/", limits=SourceLimits(delay=0.05)), requests
    finally:
        server.close()


def outcomes(fetches: Iterable[Fetch], kind: str = "article") -> Counter[tuple[str, str]]:
    return Counter((fetch.outcome, fetch.reason) for fetch in fetches if fetch.kind == kind)


def test_pages_over_the_budget_are_fetched_by_the_next_runs(desk: Desk) -> None:
    source = replace(desk.source, limits=replace(desk.source.limits, pages=4))
    first = outcomes(desk.crawl(talpost=source)[1])
    assert (first["fetched", "ok"], first["skipped", "budget"]) == (4, 2)
    second = outcomes(desk.crawl(talpost=source)[1])
    assert second["fetched", "ok"] == 2


def test_links_that_robots_txt_refuses_take_nothing_of_the_budget(desk: Desk) -> None:
    links = [f"/{folder}/a-story-with-a-long-slug-{n}" for folder in ("closed", "open") for n in range(3)]
    pages = {
        "/robots.txt": Response(body=b"User-agent: *\nDisallow: /closed/", content_type="text/plain"),
        "/": Response(body="".join(f"<a href={link}>story</a>" for link in links).encode()),
    }
    with served(desk, lambda path: pages.get(path, Response(body=b"<p>story"))) as (source, _):
        limited = replace(source, limits=replace(source.limits, pages=2))
        _, fetches = desk.crawl(served=limited)
    assert outcomes(fetches) == {("blocked", "robots"): 3, ("fetched", "ok"): 2, ("skipped", "budget"): 1}


def test_a_source_that_wants_rendering_without_the_extra_says_what_to_install(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "playwright.py").write_text("raise ImportError('as if it were not installed')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    _, fetches = desk.crawl(talpost=replace(desk.source, render=True))
    assert outcomes(fetches) == {("failed", "no_browser"): 6}
    assert all("copydesk[browser]" in (fetch.detail or "") for fetch in fetches if fetch.kind == "article")
    assert outcomes(fetches, "feed") == {("fetched", "ok"): 1}


def test_a_source_that_fails_is_left_alone_longer_and_comes_back_by_itself(
    desk: Desk, newsroom: Newsroom
) -> None:
    down = replace(desk.source, home="http://127.0.0.1:1/", feeds=(), sitemaps=(), sections=())
    for hours in range(2):
        _, fetches = desk.crawl(NOW + timedelta(hours=hours), talpost=down)
        assert {fetch.outcome for fetch in fetches} == {"blocked"}
    _, fetches = desk.crawl(NOW + timedelta(hours=1, minutes=10), talpost=down)
    assert outcomes(fetches, "front_page") == {("skipped", "not_due"): 1}
    assert all("every document failed since" in (fetch.detail or "") for fetch in fetches)
    _, fetches = desk.crawl(NOW + timedelta(hours=3))
    assert outcomes(fetches)["fetched", "ok"] == 6


def test_a_crawl_that_dies_costs_its_own_source_only_and_is_said(desk: Desk) -> None:
    broken = Source(name="broken", home="http://127.0.0.1:1/", spider="no_such_spider", group="alone")
    _, fetches = desk.crawl(talpost=desk.source, broken=broken)
    assert outcomes([f for f in fetches if f.source == "broken"], "front_page") == {
        ("failed", "crawl_died"): 1
    }
    assert outcomes(fetches)["fetched", "ok"] == 6


def test_what_the_network_rules_refuse_is_blocked_and_never_requested(desk: Desk, newsroom: Newsroom) -> None:
    desk.settings = replace(desk.settings, network_allow=())
    _, fetches = desk.crawl()
    assert {(fetch.outcome, fetch.reason) for fetch in fetches} == {("blocked", "private_address")}
    assert newsroom.requests == []


def crawled_with(
    crawl_delay: float, data: DataFolder, tmp_path: Path
) -> tuple[CrawlReport, list[Fetch], list[str]]:
    """The report, the fetches and the paths requested: three seconds at a host with a Crawl-delay."""
    with Newsroom(only=[OUTLET], crawl_delay=crawl_delay) as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml")
        desk = Desk(data, load_settings(tmp_path / "sources.toml"))
        hasty = replace(desk.source, limits=replace(desk.source.limits, minutes=0.05))
        report, fetches = desk.crawl(talpost=hasty)
        return report, fetches, [request.path for request in newsroom.requests]


def test_a_crawl_delay_of_which_little_fits_into_a_run_ends_with_its_time(
    data: DataFolder, tmp_path: Path
) -> None:
    report, fetches, requested = crawled_with(1.4, data, tmp_path)
    assert report.closed == {OUTLET: "time_budget"}
    assert requested[:1] in ([], ["/robots.txt"]), "a slow machine may have spent the time before"
    assert ("skipped", "budget") in {(fetch.outcome, fetch.reason) for fetch in fetches}


def test_a_crawl_delay_of_an_hour_is_not_waited_for_and_every_link_has_a_row(
    data: DataFolder, tmp_path: Path
) -> None:
    report, fetches, requested = crawled_with(3_600, data, tmp_path)
    assert report.closed == {OUTLET: "finished"}
    assert len(requested) == 2 and requested[0] == "/robots.txt"
    put_off = [fetch for fetch in fetches if fetch.fetched_at is None]
    assert len(put_off) == len(fetches) - 1 > 0
    assert {(fetch.outcome, fetch.reason) for fetch in put_off} == {("skipped", "deferred")}
    assert all(fetch.retry_after and fetch.retry_after > fetch.discovered_at for fetch in put_off)


def test_two_sources_of_one_host_are_crawled_in_turn_with_one_robots_txt(
    desk: Desk, newsroom: Newsroom
) -> None:
    first = replace(desk.source, name="first", feeds=())
    second = replace(desk.source, name="second", home=f"{desk.source.home}rss.xml")
    report, fetches = desk.crawl(first=first, second=second)
    assert set(report.closed) == {"first", "second"}
    assert [request.path for request in newsroom.requests].count("/robots.txt") == 1
    times = {name: [f.discovered_at for f in fetches if f.source == name] for name in report.closed}
    earlier, later = sorted(times.values(), key=min)
    assert max(earlier) < min(later)


def test_a_server_that_sends_retry_after_gets_no_request_before_its_time(desk: Desk) -> None:
    busy = Response(body=b"later", status=503, headers={"Retry-After": "3600"})
    with served(desk, lambda path: None if path == "/robots.txt" else busy) as (source, requests):
        patient = replace(source, feeds=(f"{source.home}feed", f"{source.home}other"))
        _, fetches = desk.crawl(datetime.now(UTC), served=patient)
        reasons = Counter(fetch.reason for fetch in fetches)
        assert (reasons["http_503"], reasons["deferred"]) == (1, 2)
        _, fetches = desk.crawl(datetime.now(UTC), served=patient)
        assert {(fetch.outcome, fetch.reason) for fetch in fetches} == {("skipped", "deferred")}
    assert [request.path for request in requests if request.path != "/robots.txt"] == ["/feed"]


def test_a_feed_is_not_requested_again_as_long_as_it_says_that_it_stays(desk: Desk) -> None:
    feed = Response(body=b"<rss><channel><title>F</title><ttl>60</ttl></channel></rss>")
    with served(desk, lambda path: None if path == "/robots.txt" else feed) as (source, requests):
        fed = replace(source, feeds=(f"{source.home}feed",))
        outcomes = []
        for minutes in (0, 10, 20, 60):
            _, fetches = desk.crawl(datetime.now(UTC) + timedelta(minutes=minutes), served=fed)
            outcomes += [(fetch.outcome, fetch.reason) for fetch in fetches if fetch.kind == "feed"]
    assert [outcome for outcome, _ in outcomes] == ["fetched", "skipped", "skipped", "unchanged"]
    assert {reason for outcome, reason in outcomes if outcome == "skipped"} == {"not_due"}
    assert [request.path for request in requests].count("/feed") == 2
