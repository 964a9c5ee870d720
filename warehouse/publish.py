"""What is derived from a snapshot for its readers: the DuckDB file of views, and the search index."""

from __future__ import annotations

import secrets
from pathlib import Path

import duckdb

from warehouse.durable import PART, remove, replace, sync_file
from warehouse.folder import DataFolder
from warehouse.reader import comment_views, create_views
from warehouse.scan import OFFLINE
from warehouse.search import refresh_index
from warehouse.snapshots import Snapshot
from warehouse.viewtext import MATERIALISED

READ_ONLY = 0o444


def publish(data: DataFolder, snapshot: Snapshot) -> None:
    """Bring the view file and the search index up to date."""
    publish_views(data, snapshot)
    refresh_index(data, snapshot)


def publish_views(data: DataFolder, snapshot: Snapshot) -> None:
    """Build `warehouse.duckdb` over `snapshot` beside the old one and rename it in.

    The file holds views over the snapshot's resolved paths and hardly a row, so it is small, and a reader
    that has the old file open goes on reading the old snapshot.
    """
    part = data.tmp / f"warehouse-{secrets.token_hex(4)}.duckdb{PART}"
    data.tmp.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(part), config=OFFLINE) as database:
        database.begin()  # one transaction: else every statement waits for the disk
        create_views(database, snapshot, MATERIALISED)
        comment_views(database, MATERIALISED)
        database.commit()
    part.chmod(READ_ONLY)
    sync_file(part)
    # A log that belongs to the old file would be replayed into the new one.
    remove(stale for stale in [_log_of(data.database)] if stale.exists())
    replace(part, data.database)


def _log_of(database: Path) -> Path:
    return database.with_name(database.name + ".wal")
