"""A commit of 1,000 articles upon 10, 100 and 1,000 live files: what it costs beyond writing the data.

Measured as runs do it: the batch is checked, committed and published. Of publishing only what makes ready
for the next commit is done here, and timed too, for it is work that the commit is spared. `syncs` are the
times that a commit waits for the disk.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import warehouse.snapshots.snapshot
from benchmarks.warehouse.newsprint import day_of_articles
from warehouse.base.data_folder import DataFolder
from warehouse.checks.batch_checks import check_batch
from warehouse.derived.publish import refresh_keys
from warehouse.snapshots.datafile import write_datafile
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.linktree import lay_out_next
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, install

ARTICLES = 1_000
COMMITS = 11
LIVE = (10, 100, 1_000)
FLOOR = 100.0
"""Milliseconds of a commit beyond the data write, in the median."""

START = datetime(1900, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 1, tzinfo=UTC)

Spans = dict[str, list[float]]


def lake_of(data: DataFolder, live: int) -> Snapshot:
    """A lake of so many small files, each of its own month, so that no commit merges them."""
    data.create()
    files = []
    for month in range(live):
        at = START + timedelta(days=31 * month)
        rows = day_of_articles(10_000_000 + month * 5, 5, at)
        files.append(write_datafile(data, "articles", LAYOUTS["articles"].partition(at), rows, 1))
    return install(data, EMPTY, files, START, "run")


def measure(live: int) -> Spans:
    """Milliseconds of each part of each commit."""
    spans: Spans = {part: [] for part in ("writing", "committing", "checking", "readying")}
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        with patch("os.fsync"):
            snapshot = lake_of(data, live)
        writing = _timing(spans["writing"], write_datafile)
        with patch.object(warehouse.snapshots.snapshot, "write_datafile", writing):
            for number in range(COMMITS):
                _ready(data, snapshot, spans)
                snapshot = _commit(data, snapshot, number, spans)
    return spans


def _ready(data: DataFolder, snapshot: Snapshot, spans: Spans) -> None:
    begun = time.perf_counter()
    lay_out_next(data, snapshot.manifest)
    refresh_keys(data, snapshot)
    spans["readying"].append((time.perf_counter() - begun) * 1000)


def _commit(data: DataFolder, base: Snapshot, number: int, spans: Spans) -> Snapshot:
    rows = {"articles": day_of_articles(number * ARTICLES, ARTICLES, NOW)}
    checked = _timing(spans["checking"], check_batch)
    committed = _timing(spans["committing"], commit)
    checked(data, base, rows, [], NOW)
    snapshot: Snapshot = committed(data, base, rows, [], NOW + timedelta(days=number))
    spans["committing"][-1] -= spans["writing"][-1]
    return snapshot


def _timing(spans: list[float], act: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        begun = time.perf_counter()
        result = act(*arguments)
        spans.append((time.perf_counter() - begun) * 1000)
        return result

    return timed


def syncs_of_a_commit(live: int) -> int:
    """How often one commit waits for the disk."""
    with tempfile.TemporaryDirectory() as folder, patch("os.fsync") as sync:
        data = DataFolder(Path(folder))
        snapshot = lake_of(data, live)
        lay_out_next(data, snapshot.manifest)
        sync.reset_mock()
        commit(data, snapshot, {"articles": day_of_articles(0, ARTICLES, NOW)}, [], NOW)
        return sync.call_count


def main() -> int:
    print(f"medians of {COMMITS} commits of {ARTICLES} articles, ms; beyond the data write under {FLOOR:.0f}")
    print(f"{'live files':>10}{'data write':>12}{'beyond it':>11}{'checks':>9}{'readying':>10}{'syncs':>7}")
    missed = 0
    for live in LIVE:
        spans = {part: statistics.median(times) for part, times in measure(live).items() if times}
        missed += spans["committing"] > FLOOR
        figures = f"{spans['writing']:12.0f}{spans['committing']:11.0f}{spans['checking']:9.0f}"
        print(f"{live:10}{figures}{spans['readying']:10.0f}{syncs_of_a_commit(live):7}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
