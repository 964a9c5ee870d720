"""The crawl: one process a lane of sources, watched, with a deadline."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.context import RunContext
from flows.known_addresses import write_known
from flows.lanes import Chain, lanes
from flows.progress import StageProgress
from spiders.job import Job, write_job
from warehouse.snapshots import Snapshot

logger = logging.getLogger(__name__)

GRACE_SECONDS = 60.0


@dataclass
class CrawlReport:
    """Rows landed, how each source's crawl ended, and the lanes that had to be ended."""

    rows: int = 0
    closed: dict[str, str] = field(default_factory=dict)
    died: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Lane:
    """One crawl process to be. `seconds` after its start it is ended; its spiders end themselves earlier."""

    name: str
    job: Path
    sources: str
    seconds: float


def crawl(run: RunContext, snapshot: Snapshot | None) -> CrawlReport:
    """Crawl every enabled source into landing. What a source does can end its own lane only."""
    sources = [source for source in run.settings.sources.values() if source.enabled]
    report = CrawlReport()
    if not sources:
        return report
    processes = max(2, os.cpu_count() or 2)
    state = run.data.tmp / f"{run.run_id}.known"
    write_known(snapshot, state, run.started_at)
    plan = [_lane(run, number, chains, state) for number, chains in enumerate(lanes(sources, (), processes))]
    with run.progress.stage("crawl", unit="links") as stage, ThreadPoolExecutor(processes) as pool:
        for one in pool.map(lambda lane: _run(lane, stage), plan):
            report.rows += one.rows
            report.closed |= one.closed
            report.died += one.died
    state.unlink()
    return report


def _lane(run: RunContext, number: int, chains: Sequence[Chain], state: Path) -> _Lane:
    name = f"{run.run_id}.crawl{number}"
    job = Job(
        run_id=run.run_id,
        started_at=run.started_at,
        data=run.data.root.resolve(),
        user_agent=run.settings.user_agent,
        network_allow=run.settings.network_allow,
        chains=tuple(chains),
        state=state.resolve(),
    )
    path = run.data.logs / f"{name}.json"
    write_job(job, path)
    return _Lane(
        name,
        path.resolve(),
        ", ".join(source.name for chain in chains for source in chain),
        max(sum(source.limits.minutes for source in chain) for chain in chains) * 60 + GRACE_SECONDS,
    )


def _run(lane: _Lane, stage: StageProgress) -> CrawlReport:
    """Runs one lane to its end. Its standard input stays open as long as this process lives."""
    report = CrawlReport()
    command = [sys.executable, "-m", "spiders.crawl", str(lane.job)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
    with process, _ended_after(process, lane.seconds):
        for line in _lines(process):
            report.rows += line.get("rows", 0)
            stage.advance(line.get("rows", 0))
            if "closed" in line:
                report.closed[line["source"]] = line["closed"]
    if process.returncode:
        report.died.append(lane.name)
        logger.error("the crawl of %s ended with code %s; see logs/", lane.sources, process.returncode)
    return report


def _lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            yield json.loads(line)


@contextmanager
def _ended_after(process: subprocess.Popen[str], seconds: float) -> Iterator[None]:
    """Asks the process to end when its time is up, and ends it when it does not."""
    timers = [threading.Timer(seconds, process.terminate), threading.Timer(seconds + 30, process.kill)]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
        process.wait()
    finally:
        for timer in timers:
            timer.cancel()
