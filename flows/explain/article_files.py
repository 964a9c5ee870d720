"""The Parquet files that hold an article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import duckdb

from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute


def article_files(
    database: duckdb.DuckDBPyConnection, snapshot: Snapshot, article_id: str, landed: Iterable[datetime]
) -> tuple[str, ...]:
    """The files with the texts of an article that landed at these times; other months' are not read."""
    layout = LAYOUTS["articles"]
    months = {layout.partition(moment.astimezone(UTC)) for moment in landed}
    paths = [str(path) for path in snapshot.paths("articles") if layout.home(path.parent.name) in months]
    if not paths:
        return ()
    found = execute(database, "explain/files", paths=paths, article_id=article_id).fetchall()
    return tuple(name for (name,) in found)
