"""Reading a snapshot with DuckDB: the raw tables as `landed.*` and the views for people in `main`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Protocol

import duckdb

from warehouse.lake.manifest import Manifest
from warehouse.lake.steps import upgraded
from warehouse.query.scan import OFFLINE, duckdb_type, quote, scan
from warehouse.query.viewtext import load_comments, load_views
from warehouse.tables import TABLES, arrow_schema


class Readable(Protocol):
    """A snapshot that DuckDB can read, wherever its files are."""

    @property
    def number(self) -> int: ...

    @property
    def manifest(self) -> Manifest: ...

    @property
    def root(self) -> str: ...

    def addresses(self, table: str) -> list[str]: ...

    def admit(self, database: duckdb.DuckDBPyConnection) -> None: ...


def connect(snapshot: Readable | None) -> duckdb.DuckDBPyConnection:
    """An in-memory database over one snapshot (None: over no rows).

    It has every raw table as `landed.<table>` with exactly the record's columns, and the views of
    warehouse/views in `main`. It reads the snapshot's files only, and no extension is fetched.
    """
    database = duckdb.connect(config=OFFLINE)
    create_views(database, snapshot)
    return database


def create_views(
    database: duckdb.DuckDBPyConnection, snapshot: Readable | None, tables: Collection[str] = ()
) -> None:
    """Create the raw tables' views and the views for people; those named in `tables` are computed once."""
    create_landed(database, snapshot)
    database.execute(_articles_by_day(snapshot))
    for statement in load_views(tables):
        database.execute(statement)


def create_landed(
    database: duckdb.DuckDBPyConnection, snapshot: Readable | None, tables: Iterable[str] = TABLES
) -> None:
    """Create the raw tables' views only."""
    if snapshot:
        snapshot.admit(database)
    database.execute("CREATE SCHEMA landed")
    for table in tables:
        database.execute(_raw_view(table, snapshot))


def comment_views(database: duckdb.DuckDBPyConnection, tables: Collection[str] = ()) -> None:
    """Comment every view and every column of it."""
    columns = defaultdict(list)
    named = database.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
    )
    for name, column in named.fetchall():
        columns[name].append(column)
    for statement in load_comments(columns, tables):
        database.execute(statement)


def _raw_view(table: str, snapshot: Readable | None) -> str:
    files = snapshot.manifest.of(table) if snapshot else ()
    if snapshot is None or not files:
        columns = ", ".join(
            f"NULL::{duckdb_type(f.type)} AS {quote(f.name)}" for f in arrow_schema(TABLES[table])
        )
        return f"CREATE VIEW landed.{table} AS SELECT {columns} WHERE false"
    source, names = _source(snapshot, table)
    return f"CREATE VIEW landed.{table} AS SELECT {_columns(table, names)} FROM {source}"


def _articles_by_day(snapshot: Readable | None) -> str:
    """`landed.articles` with the day of its partition, by which whole files are skipped."""
    name = "landed.articles_by_day"
    files = snapshot.manifest.of("articles") if snapshot else ()
    if snapshot is None or not files:
        return f"CREATE VIEW {name} AS SELECT *, NULL::DATE AS landed_date FROM landed.articles"
    source, names = _source(snapshot, "articles", by="landed_date")
    return f"CREATE VIEW {name} AS SELECT {_columns('articles', names)}, landed_date FROM {source}"


def _source(snapshot: Readable, table: str, by: str | None = None) -> tuple[str, Collection[str]]:
    """A FROM clause for the table's rows, whatever version they were written in, and its columns."""
    files = snapshot.manifest.of(table)
    names = {name for file in files for name in file.columns}
    source = scan(snapshot.addresses(table), files, by)
    return upgraded(source, table, snapshot.manifest.schema_version, names)


def _columns(table: str, names: Collection[str]) -> str:
    """The record's columns; one that no file has yet is null."""
    return ", ".join(
        quote(field.name)
        if field.name in names
        else f"NULL::{duckdb_type(field.type)} AS {quote(field.name)}"
        for field in arrow_schema(TABLES[table])
    )
