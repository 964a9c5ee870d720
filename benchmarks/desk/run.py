"""Milliseconds to the first byte of each page of the desk: first visit, median of five more, their CPU time.

`python benchmarks/desk/run.py 1000000` for a million articles over the last 100 days, or `--data FOLDER` for
a lake that stands. `--beside` counts over the lake with and without somebody who opens a page every second,
and prints the ratio.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from benchmarks.warehouse.queries import DAYS, build
from flows.desk.app import desk_app
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.search.index import update_index
from warehouse.snapshots.snapshot import current_snapshot

VISITS = 5
PAGES = (
    "/",
    "/?days=7",
    "/?days=90",
    "/search?q={word}",
    "/search.json?q={word}",
    "/article/{key}",
    "/stories",
)
MORE = (
    "/sources",
    "/source/{source}",
    "/source/{source}?days=90",
    "/corrections",
    "/rights",
    "/explain?url={url}",
)
NEWEST = """
    SELECT article_id, canonical_url, source, list_max(string_split(title, ' '))
    FROM articles ORDER BY landed_at DESC, article_id LIMIT 1
"""
WORK = "SELECT source, landed_date, count(*), sum(length(text)) FROM articles_all GROUP BY ALL"
TIMES = 5


def main(data: DataFolder, beside: bool) -> None:
    with connect(current_snapshot(data)) as database:
        count = database.execute("SELECT count(*) FROM articles_all").fetchone()
        found = database.execute(NEWEST).fetchone()
    assert count is not None and found is not None
    names = dict(zip(("key", "url", "source", "word"), found, strict=True))
    paths = [path.format(**names) for path in (*PAGES, *MORE)]
    with TestClient(desk_app(data), base_url="http://127.0.0.1") as desk:
        print(f"{count[0]:>10,} articles{'':18}{'first':>10}{'median':>10}{'CPU':>10}")
        for path in paths:
            first, *others = (_visit(desk, path) for _ in range(VISITS + 1))
            median, cpu = (statistics.median(times) for times in zip(*others, strict=True))
            print(f"{path[:36]:38}{first[0]:7.0f} ms{median:7.0f} ms{cpu:7.0f} ms")
        if beside:
            _work_beside(data, desk, paths)


def _built(folder: Path, articles: int) -> DataFolder:
    data = DataFolder(folder)
    snapshot = build(data, articles, datetime.now(UTC) - timedelta(days=DAYS))
    update_index(data, snapshot)
    return data


def _visit(desk: TestClient, path: str) -> tuple[float, float]:
    """Milliseconds of the clock and of the CPU."""
    begun, begun_cpu = time.perf_counter(), time.process_time()
    response = desk.get(path)
    assert response.status_code == 200, (path, response.text[:300])
    return (time.perf_counter() - begun) * 1000, (time.process_time() - begun_cpu) * 1000


def _work_beside(data: DataFolder, desk: TestClient, paths: list[str]) -> None:
    """The same work alone and beside a reader who opens a page a second."""
    alone = _work(data)
    ended = threading.Event()

    def visit() -> None:
        while not ended.wait(1):
            _visit(desk, paths[int(time.monotonic()) % len(paths)])

    reader = threading.Thread(target=visit)
    reader.start()
    among = _work(data)
    ended.set()
    reader.join()
    print(f"a count over the lake: {alone:.2f} s alone, {among:.2f} s beside a reader, {among / alone:.2f}")


def _work(data: DataFolder) -> float:
    with connect(current_snapshot(data)) as database:
        begun = time.perf_counter()
        for _ in range(TIMES):
            database.execute(WORK).fetchall()
        return time.perf_counter() - begun


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=100_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--beside", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        main(
            DataFolder(options.data) if options.data else _built(Path(folder) / "data", options.articles),
            options.beside,
        )
