"""A connection that reads one snapshot and nothing else."""

from __future__ import annotations

import duckdb

from warehouse.query.scan import literal
from warehouse.snapshots.catalog import Readable


def confine(database: duckdb.DuckDBPyConnection, snapshot: Readable) -> None:
    """From here on no statement may read or write files outside the snapshot, load code, or change that."""
    folders = f"[{literal(snapshot.root)}]" if snapshot.number else "[]"
    database.execute(f"SET allowed_directories = {folders}")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
