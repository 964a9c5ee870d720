"""The maintenance flow, as a plain function."""

from __future__ import annotations

from datetime import datetime

from warehouse.folder import DataFolder
from warehouse.lock import run_lock
from warehouse.maintenance import Maintained, Retention, maintain
from warehouse.sweep import sweep


def keep_in_order(data: DataFolder, now: datetime, retention: Retention) -> Maintained | None:
    """Sweep, compact and apply retention, as the one writer; None where nothing has landed yet.

    Raises AlreadyRunning when a run writes to the same data folder.
    """
    data.create()
    with run_lock(data):
        sweep(data)
        return maintain(data, now, retention)
