"""Being the one who writes to a data folder: everything that changes the lake begins here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import WAIT_SECONDS, run_lock
from warehouse.checks.quarantine import set_damaged_aside
from warehouse.derived.moved_views import publish_moved
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.snapshots.sweep import sweep


@contextmanager
def exclusive_writer(data: DataFolder, wait: float = WAIT_SECONDS) -> Iterator[Lake]:
    """Hold the run lock over a folder without leftovers that is up to date with its bucket, if it has one.

    Landing segments that cannot be read are in quarantine then.

    Files of views that read another place, because the folder was moved or copied, are made again.

    Waits so many seconds for another writer. Raises AlreadyRunning, and what `pull` raises.
    """
    lake = Lake(data)
    data.create()
    with run_lock(data, wait):
        sweep(data)
        lake.catalog.pull()
        set_damaged_aside(data, pending_segments(data, current_snapshot(data)), datetime.now(UTC))
        publish_moved(data)
        yield lake
