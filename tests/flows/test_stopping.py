"""Runs that are stopped or killed in the middle of a crawl: real processes, and a slow newsroom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import COMMAND, copydesk_here
from newsroom import Newsroom

from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import run_lock
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

OUTLET = "talpost"
SIDE_BY_SIDE = "linjiang-evening"
FETCHED = 4
"""Articles that the newsroom serves before the run is stopped; it serves no other until then."""


@dataclass
class Desk:
    """A newsroom, and one run on it as a process of its own."""

    newsroom: Newsroom
    root: Path

    @property
    def data(self) -> DataFolder:
        return DataFolder(self.root / "data")

    @property
    def config(self) -> Path:
        return self.root / "sources.toml"

    def start(self) -> subprocess.Popen[bytes]:
        options = ["--data", str(self.data.root), "--config", str(self.config)]
        command = [sys.executable, "-c", COMMAND, *options, "run", "--direct"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def served(self) -> set[str]:
        """The articles that went out, by URL."""
        stories = {page.url for page in self.newsroom.truth.values() if page.expected == "article"}
        urls = {f"http://{one.host}{one.path}" for one in self.newsroom.requests if one.status == 200}
        return stories & urls

    def landing(self) -> set[str]:
        """The pages that wait in landing, by URL."""
        segments = pending_segments(self.data, current_snapshot(self.data))
        return {page.url for segment in segments for pages in segment.pages() for page in pages}

    def is_journaled(self) -> bool:
        """Whether a page stands in the journal of a crawl process."""
        return any(b'"reason": "ok"' in path.read_bytes() for path in self.data.landing.glob("*.journal"))

    def wait_for_pages(self) -> set[str]:
        """The articles that went out, once all that go out before `release` have."""
        deadline = time.monotonic() + 150
        while len(self.served()) < FETCHED or not self.is_journaled():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return self.served()

    def finish(self) -> list[str]:
        """The URLs of all articles after one more run."""
        copydesk_here(self.data.root, self.config, "run", "--direct", "--workers", "1")
        with connect(current_snapshot(self.data)) as database:
            rows = database.execute("SELECT canonical_url FROM articles_all").fetchall()
        return [url for (url,) in rows]

    def expected(self) -> set[str]:
        return {page.canonical_url for page in self.newsroom.truth.values() if page.expected == "article"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Newsroom(only=[OUTLET, SIDE_BY_SIDE], crawl_delay=0.15) as newsroom:
        newsroom.hold_after(FETCHED)
        newsroom.write_sources(tmp_path / "sources.toml")
        yield Desk(newsroom, tmp_path)


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_fetched_stands_in_landing_and_the_next_run_goes_on(
    desk: Desk, number: signal.Signals
) -> None:
    with desk.start() as run:
        fetched = desk.wait_for_pages()
        os.kill(run.pid, number)
        desk.newsroom.release()
        code = run.wait(120)
    if number == signal.SIGKILL:
        with run_lock(desk.data, wait=120):  # the crawls hold it until they have landed what they had
            pass
    assert code == {signal.SIGTERM: 143, signal.SIGKILL: -9}[number]
    assert fetched <= desk.landing()

    assert Counter(desk.finish()) == Counter(desk.expected()), "no article is lost, and none is there twice"


def test_a_crawl_process_that_is_stopped_lands_its_pages_and_the_run_goes_on(desk: Desk) -> None:
    with desk.start() as run:
        fetched = desk.wait_for_pages()
        for crawl in children(run.pid):
            os.kill(crawl, signal.SIGTERM)
        desk.newsroom.release()
        assert run.wait(120) == 0
    with connect(current_snapshot(desk.data)) as database:
        landed = {url for (url,) in database.execute("SELECT url FROM landed.pages").fetchall()}
        (stopped,) = database.execute(
            "SELECT count(*) FROM landed.fetches WHERE detail LIKE 'the run was stopped%'"
        ).fetchall()[0]
    assert fetched <= landed and stopped


def test_of_what_killed_crawl_processes_had_fetched_every_page_lands_or_is_fetched_by_the_next_run(
    desk: Desk,
) -> None:
    with desk.start() as run:
        served = desk.wait_for_pages()
        for crawl in children(run.pid):
            os.kill(crawl, signal.SIGKILL)
        desk.newsroom.release()
        assert run.wait(120) in (0, 1), "1: no source could be read, as all processes were killed"
    with connect(current_snapshot(desk.data)) as database:
        rows = dict(database.execute("SELECT url, reason FROM landed.fetches").fetchall())
    assert {rows[url] for url in served} <= {"ok", "crawl_died"}
    assert {"ok", "crawl_died"} <= set(rows.values())
    assert not list(desk.data.landing.iterdir())

    assert Counter(desk.finish()) == Counter(desk.expected()), "no article is lost, and none is there twice"
