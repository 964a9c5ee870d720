"""Being the one who writes to a data folder: everything that changes the lake begins here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from warehouse.checks.quarantine import set_damaged_aside
from warehouse.folder import DataFolder
from warehouse.lake.snapshots import current_snapshot
from warehouse.landing import pending_segments
from warehouse.lock import WAIT_SECONDS, run_lock
from warehouse.moved import publish_moved
from warehouse.upkeep.following import follow
from warehouse.upkeep.sweep import sweep


@contextmanager
def writing(data: DataFolder, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the run lock over a folder without leftovers that is up to date with its bucket, if it has one.

    Landing segments that cannot be read are in quarantine then.

    Files of views that read another place, because the folder was moved or copied, are made again.

    Waits so many seconds for another writer. Raises AlreadyRunning, and what `follow` raises.
    """
    data.create()
    with run_lock(data, wait):
        sweep(data)
        if data.bucket:
            follow(data)
        set_damaged_aside(data, pending_segments(data, current_snapshot(data)), datetime.now(UTC))
        publish_moved(data)
        yield
