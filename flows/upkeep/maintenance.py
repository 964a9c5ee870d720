"""The maintenance flow, as plain functions."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.configuration import Settings
from warehouse.folder import DataFolder
from warehouse.lock import WAIT_SECONDS
from warehouse.upkeep.maintenance import Maintained, Retention, maintain
from warehouse.upkeep.writer import writing

FOR_EVER = timedelta(days=100 * 365)


def keep_in_order(
    data: DataFolder, settings: Settings, now: datetime, wait: float = WAIT_SECONDS
) -> Maintained | None:
    """Compact and apply retention, as the one writer; None where nothing has landed yet.

    Raises AlreadyRunning when a run writes to the same data folder.
    """
    with writing(data, wait):
        return maintain(data, now, retention_of(settings))


def retention_of(settings: Settings) -> Retention:
    """What the configuration keeps for how long. Signatures stay at least as long as matching looks back."""
    kept = settings.retention
    return Retention(
        pages=_days(kept.pages_days),
        window=max(_days(kept.signatures_days), timedelta(days=settings.longest_window)),
        snapshots=_days(kept.snapshots_days),
    )


def summary(done: Maintained) -> str:
    """What maintenance came to, in one line."""
    return (
        f"snapshot {done.snapshot.number}: "
        f"{done.files_before} files ({done.bytes_before / 1e6:.1f} MB) became "
        f"{done.files_after} ({done.bytes_after / 1e6:.1f} MB); "
        f"{done.snapshots_removed} old snapshots and {done.files_removed} unnamed files removed"
    )


def _days(count: int) -> timedelta:
    return timedelta(days=count) if count else FOR_EVER
