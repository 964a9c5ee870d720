"""The constants of docs/scaling.md, and what they come to: what one machine, ten and a hundred carry.

`python benchmarks/capacity/run.py [PAGES]` imports and lands generated pages (1,500, one part), commits small
batches, and looks bands up. CPU seconds are of processes, so that they hold where others work too.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.landing.run import generated, measured
from benchmarks.matching.bands import looked_up, write_bands
from benchmarks.warehouse.newsprint import day_of_articles
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import commit, current_snapshot

SECONDS_A_DAY = 86_400
START_SECONDS = 2.0
"""CPU of a run's start and end, whatever it lands: taken off what its pages cost."""
BAND_ROWS = 5_000_000
BANDS_AN_ARTICLE = 67
COMMITS = 5
PART_PAGES = 1_500
DAYS, KEPT_DAYS = 365, 90
CORES = (2, 8, 32)
MACHINES = (1, 10, 100)


@dataclass(frozen=True)
class Constants:
    """CPU milliseconds a page, bytes of disk a page, MiB of a process; seconds of a commit."""

    read_ms: float
    extract_ms: float
    serial_ms: float
    bytes_kept: float
    bytes_for_a_while: float
    run_mib: float
    commit_seconds: float
    bands_ns: float

    def pages_a_second(self, cores: int) -> float:
        """Of one lake: while one process lands a part, so many cores extract the next one."""
        return 1000 / max((self.extract_ms + self.serial_ms) / cores, self.serial_ms)

    def year(self, pages_a_day: float) -> list[str]:
        """What so many pages a day come to in a year."""
        each = self.read_ms + self.extract_ms + self.serial_ms
        kept, for_a_while = self.bytes_kept * DAYS, self.bytes_for_a_while * KEPT_DAYS
        return [
            f"CPU hours a day: {pages_a_day * each / 3.6e6:.1f}",
            f"of which in the one process that lands: {pages_a_day * self.serial_ms / 3.6e6:.1f}",
            f"commits a day: {pages_a_day / PART_PAGES:,.0f}",
            f"TB after a year that stay: {pages_a_day * kept / 1e12:.2f}",
            f"TB of the last {KEPT_DAYS} days: {pages_a_day * for_a_while / 1e12:.2f}",
        ]


def measure(pages: int) -> Constants:
    """Everything measured, in a folder that is removed."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        archive = str(generated(folder, pages))
        imported = measured(folder / "data", "import", archive)
        landed = measured(folder / "data", "run", "--direct", "--no-fetch", "--json")
        for_a_while = dict(_bytes(DataFolder(folder / "data"), ("pages", "signatures", "bands")))
        every = dict(_bytes(DataFolder(folder / "data"), ()))
        seconds, rows = looked_up(write_bands(_folder(folder / "bands"), BAND_ROWS))[0], BAND_ROWS
        return Constants(
            read_ms=1000 * imported.cpu / pages,
            extract_ms=1000 * landed.children / pages,
            serial_ms=1000 * (landed.cpu - START_SECONDS) / pages,
            bytes_kept=(sum(every.values()) - sum(for_a_while.values())) / pages,
            bytes_for_a_while=sum(for_a_while.values()) / pages,
            run_mib=landed.mib,
            commit_seconds=_commit_seconds(_folder(folder / "commits")),
            bands_ns=1e9 * seconds / rows,
        )


def _folder(path: Path) -> DataFolder:
    data = DataFolder(path)
    data.create()
    return data


def _bytes(data: DataFolder, tables: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Bytes on disk of each table's files (of all tables, if none is named)."""
    for file in current_snapshot(data).manifest.files:
        if not tables or file.table in tables:
            yield file.name, file.bytes


def _commit_seconds(data: DataFolder) -> float:
    """Seconds on the clock of a commit of 100 articles, the least of some, disk included."""
    spans = []
    for number in range(COMMITS):
        now = datetime(2026, 11, 1, number, tzinfo=UTC)
        rows = {"articles": day_of_articles(number * 100, 100, now)}
        begun = time.monotonic()
        commit(data, current_snapshot(data), rows, [], now)
        spans.append(time.monotonic() - begun)
    return min(spans)


def main(arguments: list[str]) -> int:
    begun = process_time()
    constants = measure(int(arguments[0]) if arguments else PART_PAGES)
    for name, value in vars(constants).items():
        print(f"{name:18} {value:10.2f}")
    print("\ncores  machines  pages/s, one lake  million a day  pages/s, a lake each  million a day")
    for cores, machines in product(CORES, MACHINES):
        one = constants.pages_a_second(cores * machines)
        each = constants.pages_a_second(cores) * machines
        day = SECONDS_A_DAY / 1e6
        print(f"{cores:5} {machines:9} {one:18.0f} {one * day:14.1f} {each:21.0f} {each * day:14.1f}")
    print("\na million pages a day", *constants.year(1e6), sep="\n")
    print(f"\nmeasured in {process_time() - begun:.0f} CPU s of this process")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
