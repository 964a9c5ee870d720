"""The views of a lake, copied from a file that has them: a tenth of a second less for each that is opened.

DuckDB binds every view, and each of their 370 comments, though they are the same for every snapshot but for
the files that `landed.*` reads. That tests cannot tell the difference is what
tests/warehouse/test_copied_views.py shows; the installed command makes its views itself wherever it runs in a
process of its own.
"""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path

import duckdb
import pytest

from warehouse.base.database import OFFLINE
from warehouse.query import connection, viewfile
from warehouse.query.macrotext import self_contained_macros
from warehouse.query.viewtext import MATERIALISED, VIEWS, load_comments, view
from warehouse.snapshots.catalog import Readable
from warehouse.snapshots.snapshot import EMPTY
from warehouse.tables import TABLES

_create_views, _create_commented_views = connection.create_views, viewfile.create_commented_views
_PLACES = ("warehouse.query.viewfile", "warehouse.bucket.remote_views", "warehouse.search.sql_index")


def copy_views(patch: pytest.MonkeyPatch) -> None:
    """From now on views are copied, in children that are forked too."""
    _views_only(), _with_comments()
    patch.setattr(connection, "create_views", create_views)
    for place in _PLACES:
        patch.setattr(f"{place}.create_commented_views", create_commented_views)


def create_views(
    database: duckdb.DuckDBPyConnection,
    snapshot: Readable,
    tables: Collection[str] = (),
    rows: connection.SelectRows = connection.landed_rows,
) -> None:
    """As `warehouse.query.connection.create_views`."""
    if tables:
        _create_views(database, snapshot, tables, rows)
        return
    _copy(database, _views_only())
    database.execute("DETACH views_to_copy")
    _read(database, snapshot, rows)


def create_commented_views(database: duckdb.DuckDBPyConnection, snapshot: Readable) -> None:
    """As `warehouse.query.viewfile.create_commented_views`."""
    _copy(database, _with_comments())
    _read(database, snapshot, connection.landed_rows)
    for name in MATERIALISED:
        database.execute(f"INSERT INTO main.{name} {view(name).select}")
    raw = {table: connection.landed_rows(table, snapshot) for table in TABLES}
    for statement in self_contained_macros(raw):
        database.execute(statement.replace("CREATE MACRO", "CREATE OR REPLACE MACRO"))
    for statement in load_comments(dict.fromkeys(VIEWS, ())):
        if statement.startswith("COMMENT ON MACRO"):
            database.execute(statement)


def _read(database: duckdb.DuckDBPyConnection, snapshot: Readable, rows: connection.SelectRows) -> None:
    """Have the views read a snapshot."""
    snapshot.admit(database)
    for table in TABLES:
        database.execute(f"CREATE OR REPLACE VIEW landed.{table} AS {rows(table, snapshot)}")


def _copy(database: duckdb.DuckDBPyConnection, file: Path) -> None:
    (name,) = database.execute("SELECT current_database()").fetchall()[0]
    database.execute(f"ATTACH '{file}' AS views_to_copy (READ_ONLY)")
    database.execute(f'COPY FROM DATABASE views_to_copy TO "{name}"')


@cache
def _views_only() -> Path:
    return _file(_create_views)


@cache
def _with_comments() -> Path:
    return _file(_create_commented_views)


def _file(fill: Callable[[duckdb.DuckDBPyConnection, Readable], None]) -> Path:
    """A DuckDB file of views over no rows."""
    folder = tempfile.TemporaryDirectory(prefix="copydesk-views-")
    atexit.register(folder.cleanup)
    path = Path(folder.name, "views.duckdb")
    with duckdb.connect(str(path), config=OFFLINE) as database:
        database.begin()
        fill(database, EMPTY)
        database.commit()
    return path
