"""Ten thousand small files of ten months: what `maintain` makes of them, and that no row is lost."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from benchmarks.warehouse.newsprint import day_of_articles
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.datafile import write_datafile
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import EMPTY, install
from warehouse.upkeep.maintenance import maintain
from warehouse.upkeep.retention import Retention

FILES = 10_000
MONTHS = 10
ROWS = 2
START = datetime(2026, 1, 1, tzinfo=UTC)


def small_files(data: DataFolder) -> list[DataFile]:
    rows = day_of_articles(0, FILES * ROWS, START)
    with patch("os.fsync"):  # this is not what is measured
        return [
            write_datafile(data, "articles", _month(number), rows.slice(number * ROWS, ROWS), 1)
            for number in range(FILES)
        ]


def _month(number: int) -> str:
    return LAYOUTS["articles"].partition(START + timedelta(days=31 * (number % MONTHS)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        data.create()
        install(data, EMPTY, small_files(data), START, "run")
        begun, processor = time.perf_counter(), time.process_time()
        done = maintain(data, START + timedelta(days=31 * (MONTHS + 1)), Retention())
        seconds, used = time.perf_counter() - begun, time.process_time() - processor
        assert done is not None
        with connect(done.snapshot) as database:
            (count,) = database.execute("SELECT count(DISTINCT article_id) FROM articles").fetchone() or (0,)
        assert count == FILES * ROWS
        sizes = f"{done.bytes_before / 1e6:.0f} MB became {done.bytes_after / 1e6:.0f} MB"
        print(
            f"{done.files_before} files became {done.files_after}: {seconds:.1f} s, {used:.1f} of processor"
        )
        print(f"{sizes}; {count} articles before and after")


if __name__ == "__main__":
    main()
