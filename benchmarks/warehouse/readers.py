"""Four readers that query without pause while 50 commits, compactions and retention go on.

Each reader opens `warehouse.duckdb` anew for every round and asks it for two figures that must agree with
each other and never fall; the commits are timed with and without readers, which have their share of the
same processors.
"""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
from newsprint import day_of_articles

from warehouse.folder import DataFolder
from warehouse.maintenance import Retention, maintain
from warehouse.snapshots import commit, current_snapshot
from warehouse.viewfile import publish_views

COMMITS = 50
READERS = 4
EACH = 200
START = datetime(2026, 11, 1, tzinfo=UTC)
POLICY = Retention(snapshots=timedelta(hours=6), keep=5)
"""Retention keeps a snapshot for a while after it was replaced: that is what readers live by."""

SQL = "SELECT count(*), count(DISTINCT article_id), sum(length(text)) > 0, max(landed_at) FROM articles"


def read_on(path: str, stop: Event, results: multiprocessing.Queue[tuple[int, list[str]]]) -> None:
    """Query until told to stop; puts the number of queries and whatever was wrong."""
    queries, wrong, highest = 0, [], 0
    while not stop.is_set():
        try:
            with duckdb.connect(path, read_only=True) as database:
                database.execute("SET threads = 1")
                for _ in range(3):
                    count, distinct, *_ = database.execute(SQL).fetchall()[0]
                    queries += 1
                    if count != distinct or count % EACH or count < highest:
                        wrong.append(f"{count} articles, {distinct} distinct, {highest} before")
                    highest = max(highest, count)
        except duckdb.Error as error:
            wrong.append(str(error)[:200])
    results.put((queries, wrong))


def write_on(data: DataFolder) -> list[float]:
    """Fifty hourly commits with a maintenance every ten; returns the seconds of each commit."""
    snapshot, times = current_snapshot(data), []
    for number in range(COMMITS):
        now = START + timedelta(hours=number + 1)
        rows = {"articles": day_of_articles(number * EACH, EACH, now)}
        begun = time.perf_counter()
        snapshot = commit(data, snapshot, rows, [], now)
        times.append(time.perf_counter() - begun)
        publish_views(data, snapshot)
        if number % 10 == 9:
            done = maintain(data, now, POLICY)
            snapshot = done.snapshot if done else snapshot
    return times


def run(readers: int) -> tuple[float, int, list[str]]:
    """Median milliseconds of a commit, queries, and faults."""
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        data.create()
        publish_views(data, commit(data, None, {"articles": day_of_articles(10**7, EACH, START)}, [], START))
        context = multiprocessing.get_context("spawn")
        stop, results = context.Event(), context.Queue()
        children = [
            context.Process(target=read_on, args=(str(data.database), stop, results)) for _ in range(readers)
        ]
        for child in children:
            child.start()
        times = write_on(data)
        stop.set()
        told = [results.get(timeout=60) for _ in children]
        for child in children:
            child.join()
        faults = [fault for _, wrong in told for fault in wrong]
        return statistics.median(times) * 1000, sum(queries for queries, _ in told), faults


def main() -> int:
    alone, _, _ = run(0)
    among, queries, faults = run(READERS)
    print(f"commit of {EACH} articles: {alone:.0f} ms alone, {among:.0f} ms among {READERS} readers")
    print(f"ratio {among / alone:.2f}; {queries} queries, {len(faults)} faults")
    for fault in faults[:5]:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
