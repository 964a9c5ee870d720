"""A connection that reads one snapshot and nothing else."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

import duckdb

from warehouse.query.quoting import literal
from warehouse.snapshots.catalog import Readable


def confine(database: duckdb.DuckDBPyConnection, snapshot: Readable) -> None:
    """From here on no statement may read or write files outside the snapshot, load code, or change that."""
    # What does not fit into memory goes here, and it may be read: so nobody else's folder has this name.
    spill = Path(tempfile.gettempdir()) / f"copydesk-{secrets.token_hex(8)}"
    database.execute(f"SET temp_directory = {literal(str(spill))}")
    folders = f"[{literal(snapshot.root)}]" if snapshot.number else "[]"
    database.execute(f"SET allowed_directories = {folders}")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
