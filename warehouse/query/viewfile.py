"""DuckDB files of views over a snapshot, which readers open while they are replaced."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.durable import PART, remove, replace, sync_file
from warehouse.folder import DataFolder
from warehouse.lake.snapshots import Snapshot
from warehouse.query.reader import Readable, comment_views, create_views
from warehouse.query.scan import OFFLINE
from warehouse.query.viewtext import MATERIALISED

READ_ONLY = 0o444


def publish_views(data: DataFolder, snapshot: Snapshot) -> None:
    """Build `warehouse.duckdb` over `snapshot` and rename it in.

    The file holds views over the snapshot's resolved paths and hardly a row, so it is small, and a reader
    that has the old file open goes on reading the old snapshot.
    """
    install_database(data, data.database, lambda database: create_commented_views(database, snapshot))


def create_commented_views(database: duckdb.DuckDBPyConnection, snapshot: Readable) -> None:
    """Create what every published file holds: the views and macros with their comments."""
    create_views(database, snapshot, MATERIALISED)
    comment_views(database, MATERIALISED)


def install_database(data: DataFolder, path: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Build a DuckDB file beside the one at `path` by `fill`, in one transaction, and rename it in."""
    part = data.tmp / f"{path.stem}-{secrets.token_hex(4)}.duckdb{PART}"
    data.tmp.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(part), config=OFFLINE) as database:
        database.begin()  # one transaction: else every statement waits for the disk
        fill(database)
        database.commit()
    part.chmod(READ_ONLY)
    sync_file(part)
    # A log that belongs to the old file would be replayed into the new one.
    remove(stale for stale in [path.with_name(path.name + ".wal")] if stale.exists())
    replace(part, path)
