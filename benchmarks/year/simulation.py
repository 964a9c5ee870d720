"""Runs on a fast clock, and what is measured and told on the way."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from benchmarks.year.here import everything_here
from benchmarks.year.paper import Paper
from benchmarks.year.plan import Event, apply
from flows.alerts.memory_file import read_memory
from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from flows.upkeep.maintenance import run_maintenance
from warehouse.base.data_folder import DataFolder

START = datetime(2027, 1, 4, 6, tzinfo=UTC)
EVERY = timedelta(hours=6)
"""The time between two stories of a paper."""
OF_LIMITED_TIME = ("pages", "signatures", "bands")
"""The tables of which `[retention]` removes what is old."""

CONFIG = """\
[copydesk]
contact = "mailto:desk@example.org"
workers = 1
[network]
allow = {allow}
[retention]
pages_days = 30
signatures_days = 30
snapshots_days = 2
"""
SOURCE = """
[sources.{name}]
home = "http://{host}/"
feeds = ["http://{host}/rss.xml"]
group = "all"
limits = {{ delay = 0.0, connections = 4 }}
"""


@dataclass(frozen=True)
class Told:
    """One line that an operator was told: `word` is NEW or OVER."""

    day: float
    word: str
    kind: str
    source: str
    about: str


@dataclass
class Measured:
    """What a run cost: CPU seconds, resident MiB of the process, MB and files of the data folder.

    `history` are the MB of tables that are kept for ever, which grow with what is published; `disk` the rest.
    """

    day: float
    seconds: float
    memory: float
    history: float
    disk: float
    files: int


@dataclass
class Year:
    """Everything that a simulation leaves."""

    told: list[Told] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)


def simulate(
    folder: Path, papers: dict[str, Paper], plan: tuple[Event, ...], runs: int, step: timedelta
) -> Iterator[Year]:
    """Yields after every run. Each day the lake is maintained."""
    folder.mkdir()
    data, config = DataFolder(folder / "data"), folder / "sources.toml"
    _write_config(config, papers)
    year, maintained = Year(), START
    with everything_here(), time_machine.travel(START, tick=True) as traveller:
        for number in range(runs):
            now = START + number * step
            traveller.move_to(now)
            apply(plan, papers, START, now)
            for paper in papers.values():
                paper.bring_out(now)
            begin = time.process_time()
            ingested = ingest(prepare_run(data.root, config, True, 1), True, directly)
            seconds = time.process_time() - begin
            day = number * step / timedelta(days=1)
            for word, some in (
                ("NEW", [one for one in ingested.findings if one.is_new]),
                ("OVER", ingested.over),
            ):
                year.told += [
                    Told(day, word, one.finding.kind.label, one.finding.source, one.finding.about)
                    for one in some
                ]
            if now - maintained >= timedelta(days=1):
                run_maintenance(data, prepare_run(data.root, config, True, 1).settings, datetime.now(UTC))
                maintained = now
            year.measured.append(Measured(day, seconds, _memory(), *_disk(data.root)))
            yield year
    assert read_memory(data).unsent == {}


def _write_config(config: Path, papers: dict[str, Paper]) -> None:
    allow = [f"127.0.0.1:{host.rpartition(':')[2]}" for paper in papers.values() for host in paper.hosts]
    tables = [SOURCE.format(name=paper.name, host=paper.host) for paper in papers.values()]
    config.write_text(CONFIG.format(allow=str(allow).replace("'", '"')) + "".join(tables))


def _memory() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _disk(root: Path) -> tuple[float, float, int]:
    """MB of history, MB of the rest, and files; each file once whatever its names."""
    sizes: dict[int, int] = {}
    history: set[int] = set()
    for folder, _, names in os.walk(root):
        for name in names:
            state = Path(folder, name).lstat()
            sizes[state.st_ino] = state.st_size
            if folder.endswith("lake/data") and name.partition("-")[0] not in OF_LIMITED_TIME:
                history.add(state.st_ino)
    kept = sum(sizes[inode] for inode in history)
    return kept / 1e6, (sum(sizes.values()) - kept) / 1e6, len(sizes)
