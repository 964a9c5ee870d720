"""The maintenance flow, as plain functions."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.configuration import Settings
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SILENT, Progress
from warehouse.base.run_lock import WAIT_SECONDS
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.upkeep.maintenance import MaintenanceResult, maintain
from warehouse.upkeep.retention import Retention

FOR_EVER = timedelta(days=100 * 365)


def run_maintenance(
    data: DataFolder,
    settings: Settings,
    now: datetime,
    wait: float = WAIT_SECONDS,
    progress: Progress = SILENT,
) -> MaintenanceResult | None:
    """Compact and apply retention, as the one writer; None where nothing has landed yet.

    Raises AlreadyRunning when a run writes to the same data folder.
    """
    with exclusive_writer(data, wait):
        return maintain(data, now, retention_of(settings), progress)


def retention_of(settings: Settings) -> Retention:
    """What the configuration keeps for how long. Signatures stay at least as long as matching looks back."""
    kept = settings.retention
    return Retention(
        pages=_days(kept.pages_days),
        window=max(_days(kept.signatures_days), timedelta(days=settings.longest_window)),
        snapshots=_days(kept.snapshots_days),
    )


def maintenance_summary(done: MaintenanceResult) -> str:
    """The result of maintenance, in one line."""
    return (
        f"snapshot {done.snapshot.number}: "
        f"{done.files_before} files ({done.bytes_before / 1e6:.1f} MB) became "
        f"{done.files_after} ({done.bytes_after / 1e6:.1f} MB); "
        f"{done.snapshots_removed} old snapshots and {done.files_removed} unreferenced files removed"
    )


def _days(count: int) -> timedelta:
    return timedelta(days=count) if count else FOR_EVER
