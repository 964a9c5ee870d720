"""The crawl: which sources are looked at, one process a lane of them, and what is said of the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flows.crawling.crawl_listener import CrawlListener
from flows.crawling.known_urls import erased_url_hashes, write_known
from flows.crawling.lanes import Chain, lanes
from flows.crawling.processes import CrawlProcess, run_processes
from flows.runs.context import RunContext
from flows.sources.pacing import pause_of
from flows.sources.source_history import source_histories
from spiders.fetching.ids import fetch_id
from spiders.fetching.outcome import Outcome
from spiders.processes.chains import OPEN_CHAINS
from spiders.processes.job import Job, write_job
from spiders.sources.source import Source
from spiders.sources.source_documents import configured_documents
from warehouse.landing.segments import SegmentWriter, land_journals, landed_ids
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Fetch
from warehouse.values import FetchReason

PROCESSES, PROCESS_BYTES = 8, 500_000_000
"""Crawl processes at a time, two a core, and as many as the machine has so much memory for each.

Most of their time is waiting."""
GRACE_SECONDS = 60.0
DIED = "its crawl process ended before its time, see logs/"


@dataclass(frozen=True)
class CrawlReport:
    """Rows landed, and how each source's crawl ended."""

    rows: int = 0
    closed: Mapping[str, str] = field(default_factory=dict)


def crawl(run: RunContext, snapshot: Snapshot) -> CrawlReport:
    """Crawl every enabled source that is due into landing. What a source does can end its own lane only.

    The documents of a source that rests, or was lost when its process ended, get their rows here.
    """
    histories = source_histories(run.data, snapshot, run.started_at)
    sources = [source for source in run.settings.sources.values() if source.enabled]
    pauses = {source: pause_of(source, histories.get(source.name), run.started_at) for source in sources}
    due = [source for source, pause in pauses.items() if pause is None]
    troubled = {name for name, history in histories.items() if history.failing_since is not None}
    plan = lanes(due, troubled, os.cpu_count() or 2)
    report = _crawl(run, snapshot, plan) if plan else CrawlReport()
    paused = {source: pause for source, pause in pauses.items() if pause is not None}
    _land_rows(run, {source: Outcome(FetchReason.NOT_DUE, pause.why) for source, pause in paused.items()})
    lost = [source for source in due if source.name not in report.closed]
    _land_rows(run, dict.fromkeys(lost, Outcome(FetchReason.CRAWL_DIED, DIED)))
    return report


def _crawl(run: RunContext, snapshot: Snapshot, plan: Sequence[tuple[Chain, ...]]) -> CrawlReport:
    state = (run.data.tmp / f"{run.run_id}.known").resolve()
    planned = {source.name for chains in plan for chain in chains for source in chain}
    known = write_known(run.data, snapshot, state, run.started_at, planned)
    erased = erased_url_hashes(snapshot)
    processes = [_process(run, number, chains, known, erased) for number, chains in enumerate(plan)]
    with run.progress.stage("crawl", unit="links") as stage:
        ended = run_processes(processes, _at_a_time(), CrawlListener(stage))
    state.unlink(missing_ok=True)
    land_journals(run.data)
    closed = {name: reason for one in ended for name, reason in one.closed.items()}
    return CrawlReport(sum(one.rows for one in ended), closed)


def _at_a_time() -> int:
    cores = os.cpu_count() or 2
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(PROCESSES, 2 * cores, memory // PROCESS_BYTES))


def _process(
    run: RunContext, number: int, chains: Sequence[Chain], known: Sequence[Path], erased: tuple[str, ...]
) -> CrawlProcess:
    job = Job(
        run_id=run.run_id,
        started_at=run.started_at,
        data=run.data.root.resolve(),
        user_agent=run.settings.user_agent,
        network_allow=run.settings.network_allow,
        chains=tuple(chains),
        known=tuple(path.resolve() for path in known),
        erased=frozenset(erased),
        name=f"crawl{number}",
    )
    path = (run.data.logs / f"{run.run_id}.crawl{number}.json").resolve()
    write_job(job, path)
    return CrawlProcess(path, longest_seconds(chains) + GRACE_SECONDS)


def longest_seconds(chains: Sequence[Chain]) -> float:
    """The longest that a process takes, some chains of which wait until others have ended."""
    spans = [60 * sum(source.limits.minutes for source in chain) for chain in chains]
    return max(spans) + (sum(spans) / OPEN_CHAINS if len(spans) > OPEN_CHAINS else 0.0)


def _land_rows(run: RunContext, outcomes: Mapping[Source, Outcome]) -> None:
    """One row for each document of sources that no process speaks for.

    A process may have been killed when the rows of a source had landed, before it could say so.
    """
    landed = landed_ids(run.data, run.run_id) if outcomes else set()
    with SegmentWriter(run.data, run.run_id, "left") as writer:
        for source, outcome in outcomes.items():
            for row in _document_rows(run.run_id, source, outcome, datetime.now(UTC)):
                if row.fetch_id not in landed:
                    writer.add(row, None)


def _document_rows(run_id: str, source: Source, outcome: Outcome, now: datetime) -> Iterable[Fetch]:
    for document in configured_documents(source):
        yield Fetch(
            fetch_id=fetch_id(run_id, document.kind, document.url),
            run_id=run_id,
            source=source.name,
            url=document.url,
            kind=document.kind,
            outcome=outcome.outcome,
            reason=outcome.reason,
            detail=outcome.detail,
            discovery=document.found_by,
            discovered_at=now,
        )
