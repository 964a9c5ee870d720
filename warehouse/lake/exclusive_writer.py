"""Being the one who writes to a data folder: everything that changes the lake begins here."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import WAIT_SECONDS, run_lock
from warehouse.checks.quarantine import set_damaged_aside
from warehouse.derived.moved_views import publish_moved
from warehouse.lake.lake import Lake
from warehouse.landing.segments import land_journals, pending_segments
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.snapshots.sweep import sweep

logger = logging.getLogger(__name__)


@contextmanager
def exclusive_writer(data: DataFolder, wait: float = WAIT_SECONDS) -> Iterator[Lake]:
    """Hold the run lock of a data folder; the lake it holds is swept and up to date with its catalog.

    Landing segments that cannot be read are moved to quarantine first, the journals of killed crawls become
    segments, and view files that read another folder (this one was moved or copied) are rebuilt. Waits `wait`
    seconds for another writer.

    Raises AlreadyRunning, BrokenManifest, and what the catalog's `pull` raises.
    """
    lake = Lake(data)
    data.create()
    with run_lock(data, wait):
        sweep(data)
        lake.catalog.pull()
        set_damaged_aside(data, pending_segments(data, current_snapshot(data)), datetime.now(UTC))
        land_journals(data)
        _publish_moved(data)
        yield lake


def _publish_moved(data: DataFolder) -> None:
    """Where a data file is damaged it cannot be done, and the writer goes on, for it may repair the file."""
    try:
        publish_moved(data)
    except duckdb.Error as error:
        logger.warning("view files that read another folder stay: %s", str(error).splitlines()[0])
