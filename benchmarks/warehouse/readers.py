"""Four readers that query without pause while 50 commits, compactions and retention go on.

Each reader opens `warehouse.duckdb` again for every round and queries figures that must agree with each
other and never fall. Four busy processes slow any other on so few processors; what readers do to a writer
shows beside the same four readers of another lake, so the commits are timed with these, and alone.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.warehouse.newsprint import day_of_articles
from warehouse.base.data_folder import DataFolder
from warehouse.query.viewfile import publish_views
from warehouse.snapshots.linktree import lay_out_next
from warehouse.snapshots.snapshot import EMPTY, commit, current_snapshot
from warehouse.upkeep.maintenance import maintain
from warehouse.upkeep.retention import Retention

COMMITS = 50
READERS = 4
EACH = 50
CEILING = 1.2
"""How many times as long a commit may take among readers of its lake as beside readers of another."""

START = datetime(2026, 11, 1, tzinfo=UTC)
POLICY = Retention(snapshots=timedelta(hours=6), keep=5)
"""Retention keeps a snapshot for a while after it was replaced: that is what readers live by."""

SQL = "SELECT count(*), count(DISTINCT article_id), sum(length(text)) > 0, max(landed_at) FROM articles"


@dataclass(frozen=True)
class Reading:
    """What one reader did and what it found wrong."""

    queries: int
    faults: list[str]


def read_on(path: str, stop: Event, results: multiprocessing.Queue[Reading]) -> None:
    """Query until told to stop."""
    queries, faults, highest = 0, [], 0
    while not stop.is_set():
        try:
            with duckdb.connect(path, read_only=True) as database:
                database.execute("SET threads = 1")
                for _ in range(3):
                    count, distinct, *_ = database.execute(SQL).fetchall()[0]
                    queries += 1
                    if count != distinct or count % EACH or count < highest:
                        faults.append(f"{count} articles, {distinct} distinct, {highest} before")
                    highest = max(highest, count)
        except duckdb.Error as error:
            faults.append(str(error)[:200])
    results.put(Reading(queries, faults))


@contextmanager
def readers_of(data: DataFolder, count: int) -> Iterator[list[Reading]]:
    """Readers at work; what they report is in the list afterwards."""
    context = multiprocessing.get_context("spawn")
    stop, results = context.Event(), context.Queue()
    path = str(data.database)
    children = [context.Process(target=read_on, args=(path, stop, results)) for _ in range(count)]
    for child in children:
        child.start()
    readings: list[Reading] = []
    try:
        yield readings
    finally:
        stop.set()
        readings += [results.get(timeout=120) for _ in children]
        for child in children:
            child.join()


def first_commit(data: DataFolder) -> None:
    data.create()
    rows = day_of_articles(10**7, EACH, START)
    publish_views(data, commit(data, EMPTY, {"articles": rows}, [], START))


def write_on(data: DataFolder, batches: list[pa.Table]) -> list[tuple[float, float]]:
    """Hourly commits, a maintenance every ten; milliseconds of each commit, by clock and by processor."""
    snapshot, times = current_snapshot(data), []
    for number, rows in enumerate(batches):
        now = START + timedelta(hours=number + 1)
        begun, used = time.perf_counter(), time.process_time()
        snapshot = commit(data, snapshot, {"articles": rows}, [], now)
        times.append(((time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000))
        publish_views(data, snapshot)
        lay_out_next(data, snapshot.manifest)
        if number % 10 == 9:
            done = maintain(data, now, POLICY)
            snapshot = done.snapshot if done else snapshot
    return times


@dataclass(frozen=True)
class Outcome:
    """Medians of a commit in milliseconds, on the clock and of processor, and what the readers report."""

    clock: float
    processor: float
    readings: list[Reading]

    def __str__(self) -> str:
        return f"{self.clock:.0f} ms ({self.processor:.0f} of processor)"


def run(readers: int, elsewhere: bool = False) -> Outcome:
    """Fifty commits among readers of their lake, or beside as many of another."""
    batches = [day_of_articles(number * EACH, EACH, START) for number in range(COMMITS)]
    with tempfile.TemporaryDirectory() as folder:
        data, other = DataFolder(Path(folder) / "data"), DataFolder(Path(folder) / "other")
        for lake in (data, other):
            first_commit(lake)
        with readers_of(other if elsewhere else data, readers) as readings:
            times = write_on(data, batches)
        with duckdb.connect(str(data.database), read_only=True) as database:
            assert database.execute(SQL).fetchall()[0][0] == (COMMITS + 1) * EACH
        clock, processor = (statistics.median(column) for column in zip(*times, strict=True))
        return Outcome(clock, processor, readings)


def main() -> int:
    alone, beside, among = run(0), run(READERS, elsewhere=True), run(READERS)
    faults = [fault for reading in among.readings for fault in reading.faults]
    queries = sum(reading.queries for reading in among.readings)
    print(f"a commit of {EACH} articles, median of {COMMITS}: alone {alone},")
    print(f"beside {READERS} readers of another lake {beside}, among {READERS} of its own {among}")
    clock, processor = among.clock / beside.clock, among.processor / beside.processor
    print(f"ratio of the last two {clock:.2f}, of processor {processor:.2f}")
    print(f"{queries} queries through commits, compaction, retention: {len(faults)} errors or wrong counts")
    print(*faults[:5], sep="\n")
    return int(bool(faults) or clock > CEILING)


if __name__ == "__main__":
    sys.exit(main())
