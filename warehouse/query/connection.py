"""Reading a snapshot with DuckDB: the raw tables as `landed.*` and the views for people in `main`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

import duckdb

from warehouse.base.database import LIKE_OTHERS, OFFLINE, session
from warehouse.query.landed_select import select_nothing, select_rows
from warehouse.query.viewtext import (
    load_comments,
    load_functions,
    load_macros,
    load_views,
    tables_in,
    view,
    views_below,
)
from warehouse.snapshots.catalog import Readable
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute, statement
from warehouse.tables import TABLES

SelectRows = Callable[[str, Readable], str]
"""Makes the SELECT of a landed table's rows, from the table's name and the snapshot."""


def landed_rows(table: str, snapshot: Readable) -> str:
    """The SELECT of a landed table's rows."""
    files = snapshot.manifest.of(table)
    if not files:
        return select_nothing(table)
    return select_rows(table, snapshot.locations(table), files, snapshot.manifest.schema_version)


def connect(
    snapshot: Readable, tables: Collection[str] = (), rows: SelectRows = landed_rows
) -> duckdb.DuckDBPyConnection:
    """An in-memory database over one snapshot, which may be given to others and confined.

    It has every raw table as `landed.<table>` with exactly the record's columns, whose rows `rows` gives, and
    the views of warehouse/views in `main`, those named in `tables` computed at once. It reads the snapshot's
    files only, and no extension is fetched.
    """
    database = duckdb.connect(config=OFFLINE)
    database.execute(LIKE_OTHERS)
    create_views(database, snapshot, tables, rows)
    for macro in load_macros():
        database.execute(macro)
    return database


@contextmanager
def connect_landed(
    snapshot: Snapshot,
    tables: Iterable[str] = TABLES,
    views: Collection[str] = (),
    rows: SelectRows = landed_rows,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session over one snapshot with nothing but raw tables and some views, which is ready at once."""
    with session() as database:
        create_landed(database, snapshot, tables, rows)
        for function in load_functions() if views else ():
            database.execute(function)
        for name in views:
            database.execute(f"CREATE VIEW {name} AS {view(name).select}")
        yield database


@contextmanager
def connect_for(
    snapshot: Snapshot, statements: Iterable[str], rows: SelectRows = landed_rows
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session with what some statements of `warehouse.sql`, given by name, read and no more: to create all
    views takes a tenth of a second."""
    text = "\n".join(map(statement, statements))
    views = views_below(text)
    tables = tables_in(text, *(view(name).select for name in views))
    with connect_landed(snapshot, tables, views, rows) as database:
        yield database


def create_views(
    database: duckdb.DuckDBPyConnection,
    snapshot: Readable,
    tables: Collection[str] = (),
    rows: SelectRows = landed_rows,
) -> None:
    """Create the raw tables' views and the views for people; those named in `tables` are computed once.

    The table macros are left to the caller: `load_macros` or `macrotext.self_contained_macros`.
    """
    create_landed(database, snapshot, rows=rows)
    for created in load_views(tables):
        database.execute(created)


def create_landed(
    database: duckdb.DuckDBPyConnection,
    snapshot: Readable,
    tables: Iterable[str] = TABLES,
    rows: SelectRows = landed_rows,
) -> None:
    """Create the raw tables' views only, and what tells their latest texts."""
    snapshot.admit(database)
    database.execute("CREATE SCHEMA landed")
    for table in tables:
        database.execute(f"CREATE VIEW landed.{table} AS {rows(table, snapshot)}")
    execute(database, "landed/is_latest_text")


def comment_views(database: duckdb.DuckDBPyConnection, tables: Collection[str] = ()) -> None:
    """Comment every view and every column of it."""
    columns = defaultdict(list)
    named = database.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
    )
    for name, column in named.fetchall():
        columns[name].append(column)
    database.execute(";\n".join(load_comments(columns, tables)))  # at once: there are hundreds
