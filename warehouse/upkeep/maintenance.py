"""Keeping the lake cheap: compaction, and the retention of pages, of the matching window and of snapshots."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART, remove
from warehouse.base.progress import SILENT, Progress
from warehouse.derived.publish import publish
from warehouse.snapshots.catalog import catalog_of
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import NAME, DataFile, read_manifest
from warehouse.snapshots.retained import snapshot_numbers
from warehouse.snapshots.schema_migrations import refuse_older
from warehouse.snapshots.snapshot import Snapshot, current_snapshot, install
from warehouse.snapshots.sweep import remove_unreferenced
from warehouse.upkeep.compaction import compact, plan_compaction
from warehouse.upkeep.retention import Retention

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class MaintenanceResult:
    """What maintenance came to; `snapshot` is the current one afterwards."""

    snapshot: Snapshot
    files_before: int
    files_after: int
    bytes_before: int
    bytes_after: int
    snapshots_removed: int
    files_removed: int


def maintain(
    data: DataFolder, now: datetime, retention: Retention, progress: Progress = SILENT
) -> MaintenanceResult | None:
    """Compact, drop what is past its retention, publish; None where nothing has landed yet.

    Only the holder of the run lock may call it. Readers are not blocked. Raises OlderLake, DamagedFile.
    """
    base = current_snapshot(data)
    if base.is_empty:
        return None
    refuse_older(base.manifest.schema_version)
    snapshot = _rewritten(data, base, now, retention, progress)
    publish(data, snapshot, progress)
    gone = expire_snapshots(data, now, retention)
    catalog_of(data).expire(now, retention.snapshots, retention.keep)
    return MaintenanceResult(
        snapshot=snapshot,
        files_before=len(base.manifest.files),
        files_after=len(snapshot.manifest.files),
        bytes_before=sum(file.bytes for file in base.manifest.files),
        bytes_after=sum(file.bytes for file in snapshot.manifest.files),
        snapshots_removed=gone,
        files_removed=remove_unreferenced(data),
    )


def plan_retention(files: Sequence[DataFile], now: datetime, retention: Retention) -> list[DataFile]:
    """The files to keep: those of which some row may be within its table's retention."""
    starts = {"pages": now - retention.pages} | {
        table: now - retention.window for table, storage in LAYOUTS.items() if storage.window
    }
    return [
        file
        for file in files
        if file.table not in starts or file.partition >= LAYOUTS[file.table].partition(starts[file.table])
    ]


def expire_snapshots(data: DataFolder, now: datetime, retention: Retention) -> int:
    """Remove the snapshots that were replaced longer ago than retention says; returns how many."""
    numbers = snapshot_numbers(data)
    replaced_at = {
        number: read_manifest(data.snapshots / str(successor) / NAME).committed_at
        for number, successor in pairwise(numbers)
    }
    gone = [n for n in numbers[: -retention.keep] if replaced_at[n] <= now - retention.snapshots]
    for number in gone:
        # Renamed first: a kill must not leave half a snapshot under a snapshot's name.
        path = data.snapshots / str(number)
        remove([path.rename(path.with_name(path.name + PART))])
    return len(gone)


def _rewritten(
    data: DataFolder, base: Snapshot, now: datetime, retention: Retention, progress: Progress
) -> Snapshot:
    kept = plan_retention(base.manifest.files, now, retention)
    plan = plan_compaction(kept, now)
    if not plan and len(kept) == len(base.manifest.files):
        return base
    rewritten = {file.name for files in plan.values() for file in files}
    fresh = compact(data, plan, now - retention.window, base.number + 1, progress) if plan else []
    files = [file for file in kept if file.name not in rewritten] + fresh
    logger.info("maintenance: %d files become %d", len(base.manifest.files), len(files))
    return install(data, base, files, now, "maintenance")
