"""Rate of the crawl beside a bare Scrapy spider that fetches the same pages and does nothing.

    python benchmarks/crawl/run.py [PAGES] [ROUNDS]

The demo newsroom serves one outlet of PAGES stories (default 2,000) from a process of its own; politeness is
lifted. Bare and ours take turns for ROUNDS rounds (default 3). Ours does all that a run does: robots.txt,
discovery, ledger, hashing, landing. There are two bare spiders: one with Scrapy's defaults, and a lean
one with the CONCURRENT_ITEMS = 1 of ours (the default of 100 starts a hundred workers for every response).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.cli.libraries import configure_libraries
from spiders.processes.job import Job, write_job
from spiders.sources.source import Source, SourceLimits
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import EMPTY

HERE = Path(__file__).parent
CONNECTIONS = 8
DEFAULT_ITEMS = 100


@dataclass(frozen=True)
class Measured:
    """One crawl: seconds of the clock and of the processor, peak memory in MiB, pages."""

    seconds: float
    cpu: float
    memory: float
    pages: int

    def __str__(self) -> str:
        rate = self.pages / self.seconds
        return f"{rate:7.1f} pages/s  {self.cpu:6.2f} CPU s  {self.memory:6.1f} MiB  {self.pages} pages"


def main(pages: int, rounds: int) -> None:
    configure_libraries()
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, HERE / "serve.py", str(pages)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            assert server.stdout is not None
            served = json.loads(server.stdout.readline())
            _compare(served["home"], served["urls"], Path(folder), rounds)
        finally:
            server.terminate()
            server.wait()


def _compare(home: str, urls: Sequence[str], folder: Path, rounds: int) -> None:
    """Prints every round, then the medians of both ratios; processor time is steady on a busy machine."""
    measured: dict[str, list[Measured]] = {"bare": [], "lean": [], "ours": []}
    for number in range(rounds):
        measured["bare"].append(_bare(urls, folder, DEFAULT_ITEMS))
        measured["lean"].append(_bare(urls, folder, 1))
        measured["ours"].append(_ours(home, folder / f"data{number}"))
        assert measured["ours"][-1].pages == len(urls), "pages were lost"
        for name, rows in measured.items():
            print(f"{name} {rows[-1]}", flush=True)
    for name in ("bare", "lean"):
        pairs = list(zip(measured[name], measured["ours"], strict=True))
        clock = statistics.median(bare.seconds / ours.seconds for bare, ours in pairs)
        processor = statistics.median(bare.cpu / ours.cpu for bare, ours in pairs)
        print(f"ours to {name}: rate by the clock {clock:.2f}, by processor {processor:.2f} (floor 0.80)")


def _bare(urls: Sequence[str], folder: Path, items: int) -> Measured:
    listed = folder / "urls.txt"
    listed.write_text("\n".join(urls), encoding="utf-8")
    return _measured(
        [sys.executable, str(HERE / "bare.py"), str(listed), str(CONNECTIONS), str(items)], lambda: len(urls)
    )


def _ours(home: str, root: Path) -> Measured:
    data = DataFolder(root)
    data.create()
    limits = SourceLimits(pages=100_000, delay=0.0, connections=CONNECTIONS)
    source = Source(name="bulk", home=home, feeds=(f"{home}rss.xml",), limits=limits)
    job = Job(
        run_id="bench",
        started_at=datetime.now(UTC),
        data=root,
        user_agent="copydesk-bench (+mailto:desk@example.org)",
        network_allow=("127.0.0.1",),
        chains=((source,),),
    )
    path = data.logs / "job.json"
    write_job(job, path)

    def landed() -> int:
        fetches = [fetch for segment in pending_segments(data, EMPTY) for fetch in segment.fetches()]
        return sum(fetch.kind == "article" and fetch.outcome == "fetched" for fetch in fetches)

    return _measured([sys.executable, "-m", "spiders.crawl", str(path)], landed)


def _measured(command: Sequence[str], count: Callable[[], int]) -> Measured:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, count())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
