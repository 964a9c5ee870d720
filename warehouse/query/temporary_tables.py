"""Arrow tables as temporary tables of a connection."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from warehouse.query.quoting import quote


def fill_table(database: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make a temporary table, in place of one of that name; unlike a registered one it has statistics."""
    database.register("filling", rows)
    database.execute(f"CREATE OR REPLACE TEMP TABLE {quote(name)} AS FROM filling")
    database.unregister("filling")
