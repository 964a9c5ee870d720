"""SQL text for reading the lake's files with DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.base.database import OFFLINE
from warehouse.query.quoting import literal
from warehouse.snapshots.manifest import DataFile

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


def scan(locations: Iterable[Path | str], files: Sequence[DataFile]) -> str:
    """A table function over files, whose manifest entries are `files`.

    Columns are matched by name only where the files differ: that needs every file's footer. DuckDB is told
    how many rows there are, for it would take every file to be as large as the first.
    """
    listed = ", ".join(literal(str(location)) for location in locations)
    options = {
        "hive_partitioning": "false",
        "union_by_name": str(len({file.columns for file in files}) > 1).lower(),
        "explicit_cardinality": str(sum(file.rows for file in files)),
    }
    return f"read_parquet([{listed}], {', '.join(f'{name} = {value}' for name, value in options.items())})"


def sorted_connection(spill: Path) -> duckdb.DuckDBPyConnection:
    """A connection for sorting more than fits into memory: it spills into a folder."""
    database = duckdb.connect(config={**OFFLINE, "temp_directory": str(spill / "duckdb")})
    database.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = true")
    return database


def duckdb_type(arrow: pa.DataType) -> str:
    """The DuckDB name of a column's type."""
    if pa.types.is_list(arrow):
        return f"{duckdb_type(arrow.value_type)}[]"
    return _DUCKDB_TYPES[arrow]
