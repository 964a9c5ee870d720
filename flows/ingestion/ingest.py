"""One run from end to end: recover what was left, crawl, land, publish, report findings.

Nothing here knows of Prefect: `perform` carries out each named step, directly or as a task.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from flows.alerts.alert import alert
from flows.alerts.finding import OpenFinding
from flows.landing.landing_result import LandingResult, Perform
from flows.repair.damage import may_be_damage
from flows.repair.repair_lake import repair_lake
from flows.runs.context import RunContext
from flows.stages.crawl import crawl
from warehouse.base.memory import release_memory
from warehouse.checks.batch_checks import BatchRefused
from warehouse.checks.replay import replay_due
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.landing.segments import Segment, pending_segments
from warehouse.snapshots.schema_migrations import refuse_older
from warehouse.values import Discovery, RunStatus

logger = logging.getLogger(__name__)

Batch = tuple[RunContext, list[Segment], RunStatus]
"""A run, what it fetched, and how that came about."""


@dataclass(frozen=True)
class IngestResult:
    """The result of one run: what was left by others and what it fetched, in the order of landing.

    `findings` are all that are open after it, `over` those that it ended.
    """

    run_id: str
    landed: tuple[LandingResult, ...]
    findings: tuple[OpenFinding, ...] = ()
    over: tuple[OpenFinding, ...] = ()


def ingest(run: RunContext, fetch: bool, perform: Perform) -> IngestResult:
    """Land what earlier runs and imports left, then, if `fetch`, crawl the sources and land what they gave.

    What cannot be landed is set aside in quarantine and the rest goes on. Raises AlreadyRunning when another
    run writes to the same data folder, and, after all else has landed, BatchRefused.
    """
    with exclusive_writer(run.data, run.wait):
        remarks = repair_lake(run)
        _refuse_older(run)
        replay_due(run.data, datetime.now(UTC))
        landed: list[LandingResult] = []
        refused: list[BatchRefused] = []

        def repair(error: Exception) -> list[str]:
            """What sizes do not show is looked for where an error may come of it."""
            return repair_lake(run, every_byte=True) if may_be_damage(error) else []

        for batch in _batches(run, fetch, perform):
            # The stages bring numpy and more: they are loaded where something lands.
            from flows.landing.land_in_parts import land_in_parts

            parts = land_in_parts(*batch, perform, remarks, repair)
            landed += [parts.landed] if parts.landed else []
            refused += parts.refused
        _publish(run, perform)
        release_memory()
        change = perform("alert", lambda: alert(run.data, run.settings, datetime.now(UTC)))
        if refused:
            raise refused[0]
        return IngestResult(run.run_id, tuple(landed), change.open, change.over)


def _batches(run: RunContext, fetch: bool, perform: Perform) -> Iterator[Batch]:
    """What is to be landed: what was left behind, then what this run fetches."""
    yield from _left_behind(run)
    if fetch:
        snapshot = Lake(run.data).current()
        perform("crawl", lambda: crawl(run, snapshot))
        yield run, _pending(run), RunStatus.COMPLETE


def _left_behind(run: RunContext) -> list[Batch]:
    """The segments that no snapshot names, by the run that wrote them, oldest run first."""
    left = []
    for run_id, group in groupby(_pending(run), key=lambda segment: segment.run_id):
        segments = list(group)
        left.append(
            (replace(run, run_id=run_id, started_at=_started(segments, run)), segments, _status(segments))
        )
    return sorted(left, key=lambda item: item[0].started_at)


def _pending(run: RunContext) -> list[Segment]:
    return pending_segments(run.data, Lake(run.data).current())


def _started(segments: Sequence[Segment], run: RunContext) -> datetime:
    seen = (segment.ledger("discovered_at")["discovered_at"].to_pylist() for segment in segments)
    return min((moment for some in seen for moment in some if moment), default=run.started_at)


def _status(segments: Sequence[Segment]) -> RunStatus:
    """`imported` for archives; `recovered` for what a killed run had fetched."""
    found = (segment.ledger("discovery")["discovery"].unique().to_pylist() for segment in segments)
    discoveries = {discovery for some in found for discovery in some}
    return RunStatus.IMPORTED if discoveries == {Discovery.ARCHIVE} else RunStatus.RECOVERED


def _refuse_older(run: RunContext) -> None:
    """Say so before hours of fetching when the lake must be migrated first. Raises OlderLake."""
    refuse_older(Lake(run.data).current().manifest.schema_version)


def _publish(run: RunContext, perform: Perform) -> None:
    snapshot = Lake(run.data).current()
    if not snapshot.is_empty:
        release_memory()
        perform("publish", lambda: Lake(run.data).publish(snapshot, run.progress))
