"""Soak: run after run at the highest rate that the machine holds, readers all the while.

    python benchmarks/soak.py --seconds 7200 --out soak.csv
    python benchmarks/soak.py --seconds 120

One process lands invented stories and runs without a pause, with maintenance every 25th run; two readers open
`warehouse.duckdb` again for each query. Every run is a line: seconds, memory (MiB) and open handles of the
writer, megabytes of the data folder per thousand articles, milliseconds of the slowest question since the
last. Flat means that the last quarter's median is within a quarter of the second's, which is told for each;
the disk per article falls as files are merged. Exits with 1 where memory or handles grow, or a reader failed.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

PAGES = 20
"""Pages of a run."""

MAINTAIN = 25
GROWTH = 1.25
COLUMNS = ("run", "seconds", "memory_mib", "handles", "disk_mb_per_1000", "slowest_question_ms")
MUST_BE_FLAT = ("memory_mib", "handles")

_NAMES = ("harbour", "bridge", "council", "school", "river", "market", "theatre", "tram", "library", "mill")


def write(root: Path, until: float, slowest: multiprocessing.Queue[float], out: Path) -> None:
    """Land and run until the time is over; each run is a row of `out`."""
    from landed_pages import leave_behind, page_of

    from benchmarks.faults.operations import ingest_pending
    from warehouse.base.data_folder import DataFolder
    from warehouse.lake.exclusive_writer import exclusive_writer
    from warehouse.snapshots.snapshot import current_snapshot
    from warehouse.upkeep.maintenance import maintain
    from warehouse.upkeep.retention import Retention

    data, draw, number = DataFolder(root), random.Random(1), 0
    data.create()
    with out.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        while time.time() < until:
            begun = time.monotonic()
            names = [
                f"{draw.choice(_NAMES)} {draw.choice(_NAMES)} {number * PAGES + index}"
                for index in range(PAGES)
            ]
            leave_behind(data, [page_of(name.replace(" ", "-"), f"run{number}") for name in names])
            ingest_pending(root)
            if number % MAINTAIN == MAINTAIN - 1:
                with exclusive_writer(data):
                    snapshot = current_snapshot(data)
                    maintain(data, snapshot.manifest.committed_at, Retention(keep=3))
            rows.writerow(_row(data, number, time.monotonic() - begun, slowest))
            file.flush()
            number += 1


def _row(data: object, number: int, seconds: float, slowest: multiprocessing.Queue[float]) -> list[float]:
    from warehouse.base.data_folder import DataFolder
    from warehouse.snapshots.snapshot import current_snapshot

    assert isinstance(data, DataFolder)
    snapshot = current_snapshot(data)
    articles = snapshot.manifest.rows("articles") or 1
    unique = {entry.stat().st_ino: entry.stat().st_size for entry in data.root.rglob("*") if entry.is_file()}
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    memory = int(status["VmRSS"].split()[0]) / 1024
    handles = len(list(Path("/proc/self/fd").iterdir()))
    questions = [0.0]
    while not slowest.empty():
        questions.append(slowest.get())
    disk = sum(unique.values()) / 1e6 / max(articles, 1) * 1000
    return [
        number,
        round(seconds, 2),
        round(memory, 1),
        handles,
        round(disk, 2),
        round(max(questions) * 1000, 1),
    ]


def read(path: Path, over: Event, slowest: multiprocessing.Queue[float]) -> None:
    """Open the file of views and query it, again and again; a failure is an infinite time."""
    import duckdb

    while not over.is_set():
        if not path.exists():
            time.sleep(0.2)
            continue
        begun = time.monotonic()
        try:
            with duckdb.connect(str(path), read_only=True) as database:
                database.execute(
                    "SELECT source, count(*), max(length(text)) FROM articles GROUP BY ALL"
                ).fetchall()
            slowest.put(time.monotonic() - begun)
        except duckdb.Error as error:
            print(f"a reader failed: {error}", flush=True)
            slowest.put(float("inf"))
        time.sleep(0.1)


def verdict(out: Path) -> int:
    """Whether the columns are flat: prints the medians of the second and of the last quarter."""
    with out.open(newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    quarter = len(rows) // 4
    if not quarter:
        print(f"{len(rows)} runs are too few to judge")
        return 1
    failed = sum(row["slowest_question_ms"] == float("inf") for row in rows)
    for name in COLUMNS[1:]:
        early = statistics.median(row[name] for row in rows[quarter : 2 * quarter])
        late = statistics.median(row[name] for row in rows[-quarter:])
        is_flat = late <= early * GROWTH
        failed += name in MUST_BE_FLAT and not is_flat
        print(f"{name:22} {early:10.1f} then {late:10.1f}  {'flat' if is_flat else 'GROWS'}")
    print(f"{len(rows)} runs of {PAGES} pages")
    return int(failed > 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=int, default=7200)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="copydesk-soak-") as folder:
        out = options.out or Path(folder) / "soak.csv"
        root = Path(folder) / "data"
        slowest, over = context.Queue(), context.Event()
        readers = [
            context.Process(target=read, args=(root / "warehouse.duckdb", over, slowest)) for _ in range(2)
        ]
        writer = context.Process(target=write, args=(root, time.time() + options.seconds, slowest, out))
        for process in (writer, *readers):
            process.start()
        writer.join()
        over.set()
        for process in readers:
            process.terminate()
            process.join()
        return verdict(out) or int(writer.exitcode != 0)


if __name__ == "__main__":
    sys.exit(main())
