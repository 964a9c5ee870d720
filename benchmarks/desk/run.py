"""Milliseconds to the first byte of each page of the desk, the first visit and the median of five more.

`python benchmarks/desk/run.py 1000000` for a million articles over the last 100 days. `--beside` counts over
the lake with and without somebody who goes from page to page, and prints the ratio.
"""

from __future__ import annotations

import statistics
import sys
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
PAGES = ("/", "/?days=7", "/search?q={word}", "/article/{key}", "/stories", "/sources", "/source/source-7")
MORE = ("/corrections", "/rights", "/explain?url={url}")
WORK = "SELECT source, landed_date, count(*), sum(length(text)) FROM articles_all GROUP BY ALL"
TIMES = 5


def main(articles: int, beside: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder) / "data")
        snapshot = build(data, articles, datetime.now(UTC) - timedelta(days=DAYS))
        update_index(data, snapshot)
        with connect(snapshot) as database:
            found = database.execute(
                "SELECT article_id, canonical_url, title FROM articles LIMIT 1"
            ).fetchone()
        assert found is not None
        names = {"key": found[0], "url": found[1], "word": max(found[2].split(), key=len)}
        paths = [path.format(**names) for path in (*PAGES, *MORE)]
        with TestClient(desk_app(data), base_url="http://127.0.0.1") as desk:
            print(f"{articles:,} articles{'':20}{'first':>10}{'median':>10}")
            for path in paths:
                first, *others = (_visit(desk, path) for _ in range(VISITS + 1))
                print(f"{path[:36]:38}{first:7.0f} ms{statistics.median(others):7.0f} ms")
            if beside:
                _work_beside(data, desk, paths)


def _visit(desk: TestClient, path: str) -> float:
    begun = time.perf_counter()
    response = desk.get(path)
    assert response.status_code == 200, (path, response.text[:300])
    return (time.perf_counter() - begun) * 1000


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
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    main(numbers[0] if numbers else 100_000, "--beside" in sys.argv)
