"""Reading a snapshot with DuckDB: the raw tables as `landed.*` and the views for people in `main`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import duckdb
import pyarrow as pa

from warehouse.manifest import DataFile
from warehouse.snapshots import Snapshot
from warehouse.tables import TABLES, arrow_schema
from warehouse.viewtext import load_views

_DUCKDB_TYPES = {
    pa.string(): "VARCHAR",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.uint8(): "UTINYINT",
    pa.uint16(): "USMALLINT",
    pa.uint32(): "UINTEGER",
    pa.uint64(): "UBIGINT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.binary(): "BLOB",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
}


def connect(snapshot: Snapshot | None) -> duckdb.DuckDBPyConnection:
    """An in-memory database over one snapshot (None: over no rows).

    It has every raw table as `landed.<table>` with exactly the record's columns, and the views of
    warehouse/views in `main`. It reads the snapshot's files only, and no extension is fetched.
    """
    database = duckdb.connect(config={"autoinstall_known_extensions": False})
    create_views(database, snapshot)
    return database


def create_views(database: duckdb.DuckDBPyConnection, snapshot: Snapshot | None) -> None:
    """Create the raw tables' views and the views for people, every one with its comments."""
    database.execute("CREATE SCHEMA landed")
    for table in TABLES:
        database.execute(_raw_view(table, snapshot))
    for statement in load_views():
        database.execute(statement)


def duckdb_type(arrow: pa.DataType) -> str:
    """The DuckDB name of a column's type."""
    if pa.types.is_list(arrow):
        return f"{duckdb_type(arrow.value_type)}[]"
    if pa.types.is_struct(arrow):
        return f"STRUCT({', '.join(f'{quote(f.name)} {duckdb_type(f.type)}' for f in arrow)})"
    return _DUCKDB_TYPES[arrow]


def quote(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _raw_view(table: str, snapshot: Snapshot | None) -> str:
    files = snapshot.manifest.of(table) if snapshot else ()
    if snapshot is None or not files:
        columns = ", ".join(
            f"NULL::{duckdb_type(f.type)} AS {quote(f.name)}" for f in arrow_schema(TABLES[table])
        )
        return f"CREATE VIEW landed.{table} AS SELECT {columns} WHERE false"
    paths = ", ".join(literal(str(path)) for path in snapshot.paths(table))
    union = str(len(Counter(file.columns for file in files)) > 1).lower()
    scan = f"read_parquet([{paths}], hive_partitioning = false, union_by_name = {union})"
    return f"CREATE VIEW landed.{table} AS SELECT {_columns(table, files)} FROM {scan}"


def _columns(table: str, files: Sequence[DataFile]) -> str:
    """The record's columns; one that no file has yet is null."""
    there = {name for file in files for name in file.columns}
    return ", ".join(
        quote(field.name)
        if field.name in there
        else f"NULL::{duckdb_type(field.type)} AS {quote(field.name)}"
        for field in arrow_schema(TABLES[table])
    )
