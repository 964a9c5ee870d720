"""What is derived from the current snapshot, and can be rebuilt: is it there, can it be read?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.derived.moved_views import misdirected
from warehouse.search.index import is_indexed, search
from warehouse.search.index_errors import UnreadableIndex


def derived_faults(data: DataFolder) -> Iterator[tuple[Path, str]]:
    """What is wrong with the file of views and the search index, each with its path."""
    if not data.database.exists():
        yield data.database, "is missing"
    elif fault := _database_fault(data.database):
        yield data.database, fault
    for _, path, place in misdirected(data):
        yield path, f"reads the files of {place} in place of this folder's"
    try:
        if not is_indexed(data):
            yield data.search, "is missing, or of another version of copydesk"
        search(data, "a", 1)
    except UnreadableIndex as error:
        yield data.search, f"cannot be read ({error.problem})"


def _database_fault(path: Path) -> str | None:
    try:
        with duckdb.connect(str(path), read_only=True, config=OFFLINE) as database:
            views = database.execute("SELECT 1 FROM duckdb_views() WHERE view_name = 'articles'").fetchall()
    except duckdb.Error as error:
        return f"cannot be read ({str(error).splitlines()[0]})"
    return None if views else "has no views"
