"""What a site sees of a crawl process: how many requests, how many at once, for what first."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from spiders.fetching.known import Known
from spiders.politeness.long_delays import LongDelays, longest_wait
from spiders.processes.job import Job, write_job
from spiders.sources.source import Source, SourceLimits
from warehouse.base.data_folder import DataFolder

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Site:
    """A feed of some stories, counted."""

    stories: list[str]
    robots: str = ""
    robots_moves_to: str = ""
    is_down: bool = False
    requested: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def response(self, path: str, origin: str) -> str:
        with self.lock:
            self.requested.append(path)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(0.05)
        with self.lock:
            self.at_once -= 1
        if path == "/robots.txt":
            return self.robots
        items = "".join(f"<item><link>{origin}{story}</link></item>" for story in self.stories)
        return f"<rss><channel><title>F</title>{items}</channel></rss>" if path == "/feed" else "<p>Text"


@pytest.fixture
def served() -> Iterator[tuple[Site, str]]:
    site = Site([f"/{number}" for number in range(12)])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.response(self.path, f"http://{self.headers['Host']}").encode()
            moves = site.robots_moves_to if self.path == "/robots.txt" else ""
            is_down = site.is_down and self.path != "/robots.txt"
            self.send_response(301 if moves else 503 if is_down else 200)
            self.send_header("Location", moves)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def known(url: str, **changes: Any) -> Known:
    plain: dict[str, Any] = dict.fromkeys((f.name for f in fields(Known)), None)
    plain |= {"source": "s", "url": url, "kind": "article", "outcome": "failed", "reason": "http_404"}
    plain |= {"discovery": "feed", "first_seen": NOW - timedelta(days=9), "failures": 1}
    return Known(**plain | {"last_requested": NOW - timedelta(days=5)} | changes)


def crawl(folder: Path, origin: str, remembered: tuple[Known, ...] = (), **limits: Any) -> None:
    """Crawls the site's feed and front page in a process of its own."""
    DataFolder(folder / "data").create()
    source = Source(name="s", home=f"{origin}/", feeds=(f"{origin}/feed",), limits=SourceLimits(**limits))
    rows = folder / "known.parquet"
    if remembered:
        pq.write_table(pa.Table.from_pylist([one.__dict__ for one in remembered]), rows)
    job = Job(
        run_id="20261122T090000Z-0000",
        started_at=datetime.now(UTC),
        data=folder / "data",
        user_agent="copydesk/0",
        network_allow=(origin.removeprefix("http://"),),
        chains=((source,),),
        known=(rows,) if remembered else (),
    )
    write_job(job, folder / "job.json")
    command = [sys.executable, "-m", "spiders.crawl", str(folder / "job.json")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as crawling:
        assert crawling.wait(timeout=400) == 0


def test_connections_hold_without_a_delay_and_new_links_go_before_dead_ones(
    tmp_path: Path, served: tuple[Site, str]
) -> None:
    site, origin = served
    dead = tuple(known(f"{origin}/{number}", failures=1 + number % 2) for number in range(6))
    crawl(tmp_path, origin, dead, delay=0.0, connections=1, pages=9)
    assert site.most_at_once == 1
    requested = [path for path in site.requested if path[1:].isdigit()]
    assert (set(requested[:6]), set(requested[6:])) == (set(site.stories[6:]), {"/0", "/2", "/4"})


def test_a_crawl_delay_of_a_day_costs_a_run_one_request(tmp_path: Path, served: tuple[Site, str]) -> None:
    site, origin = served
    site.robots = "User-agent: *\nCrawl-delay: 86400\n"
    crawl(tmp_path, origin, delay=0.0)
    assert site.requested == ["/robots.txt", "/feed"]
    yesterday = datetime.now(UTC) - timedelta(days=1, hours=1)
    put_off = {"outcome": "skipped", "reason": "deferred", "last_requested": None, "failures": 0}
    feed = known(f"{origin}/feed", kind="feed", outcome="fetched", reason="ok", last_requested=yesterday)
    story = known(f"{origin}/3", retry_after=yesterday + timedelta(days=1), **put_off)
    crawl(tmp_path, origin, (feed, story), delay=0.0)
    assert site.requested[2:] == ["/3"]


def test_a_site_that_is_down_behind_its_gateway_gets_no_request_for_all_its_pages(
    tmp_path: Path, served: tuple[Site, str]
) -> None:
    site, origin = served
    site.is_down = True
    pages = tuple(known(f"{origin}{story}", reason="timeout") for story in site.stories)
    crawl(tmp_path, origin, pages, delay=0.0)
    assert site.requested[0] == "/robots.txt"
    assert len(site.requested) <= 1 + 4


def test_a_robots_txt_that_leads_in_circles_is_none(tmp_path: Path, served: tuple[Site, str]) -> None:
    site, origin = served
    site.robots_moves_to = "/robots.txt"
    crawl(tmp_path, origin, delay=0.0, pages=1)
    assert site.requested.count("/robots.txt") == 6
    assert "/feed" in site.requested


def test_kept_rules_that_refuse_a_document_are_requested_again_and_others_are_not(
    tmp_path: Path, served: tuple[Site, str]
) -> None:
    site, origin = served
    site.robots = "User-agent: *\nDisallow: /\n"
    crawl(tmp_path, origin, delay=0.0)
    assert site.requested == ["/robots.txt"]
    site.robots = "User-agent: *\nDisallow: /3\n"
    crawl(tmp_path, origin, delay=0.0)
    assert site.requested[1] == "/robots.txt"
    assert {"/feed", *site.stories} - set(site.requested) == {"/3"}
    crawl(tmp_path, origin, delay=0.0)
    assert site.requested.count("/robots.txt") == 2, "a refused article alone is no cause"


def test_a_turn_comes_back_when_the_delay_has_gone_by() -> None:
    turns = LongDelays([known("https://a.example/1", last_requested=NOW - timedelta(hours=1))], NOW)
    refusal = turns.take("a.example", 7_200.0, False, NOW)
    assert refusal is not None and refusal.result.retry_after == NOW + timedelta(hours=1)
    assert turns.take("a.example", 7_200.0, False, NOW + timedelta(hours=1)) is None
    assert turns.take("a.example", float("inf"), False, NOW + timedelta(hours=2)) is not None
    assert turns.take("b.example", 7_200.0, True, NOW) is None


def test_a_run_waits_for_delays_of_which_two_go_into_it() -> None:
    assert (longest_wait(1_200), longest_wait(60), longest_wait(0)) == (300, 30, 300)
