"""A commit of 1,000 articles upon 10, 100 and 1,000 live files: what it costs beyond writing the data."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
from newsprint import day_of_articles

from warehouse.datafile import write_datafile
from warehouse.folder import DataFolder
from warehouse.quarantine import check_batch
from warehouse.snapshots import Snapshot, commit, install

ARTICLES = 1_000
COMMITS = 11
START = datetime(2023, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def lake_of(data: DataFolder, live: int) -> Snapshot:
    """A lake of so many small files, each of its own day, so that no commit merges them."""
    data.create()
    files = []
    for day in range(live):
        at = START + timedelta(days=day)
        rows = day_of_articles(10_000_000 + day * 5, 5, at)
        files.append(write_datafile(data, "articles", f"landed_date={at:%Y-%m-%d}", rows, 1))
    return install(data, None, files, START, "run")


def measure(live: int) -> tuple[float, float, float]:
    """Medians in milliseconds: the whole commit, the writing of its one data file, the data checks."""
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        snapshot = lake_of(data, live)
        whole, writing, checking = [], [], []
        for number in range(COMMITS):
            rows = day_of_articles(number * ARTICLES, ARTICLES, NOW)
            writing.append(
                _timed(lambda rows=rows: write_datafile(data, "articles", "landed_date=x", rows, 0))
            )
            checking.append(_timed(lambda rows=rows, base=snapshot: _check(base, rows)))
            begun = time.perf_counter()
            snapshot = commit(data, snapshot, {"articles": rows}, [], NOW + timedelta(days=number))
            whole.append(time.perf_counter() - begun)
        return tuple(statistics.median(times) * 1000 for times in (whole, writing, checking))  # type: ignore[return-value]


def _check(base: Snapshot, rows: pa.Table) -> None:
    check_batch(base, {"articles": rows}, [], NOW)


def _timed(act: object) -> float:
    begun = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - begun


def main() -> None:
    print(f"medians of {COMMITS} commits, ms")
    print(f"{'live files':>10}{'commit':>12}{'data write':>12}{'beyond':>10}{'checks':>10}")
    for live in (10, 100, 1_000):
        whole, writing, checking = measure(live)
        print(f"{live:10}{whole:12.0f}{writing:12.0f}{whole - writing:10.0f}{checking:10.0f}")


if __name__ == "__main__":
    main()
