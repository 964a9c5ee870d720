"""What a lake holds that the data dictionary does not know."""

from __future__ import annotations

import duckdb

from warehouse.tables import TABLES, columns


def unknown_values(database: duckdb.DuckDBPyConnection) -> list[str]:
    """Every value of the landed tables that its column does not declare, as `table.column: value`."""
    return [
        f"{table}.{name}: {value}"
        for table, record in TABLES.items()
        for name, column in columns(record).items()
        if column.values
        for value in _distinct(database, table, name)
        if not column.values.holds(value)
    ]


def _distinct(database: duckdb.DuckDBPyConnection, table: str, name: str) -> list[str]:
    found = database.execute(
        f"SELECT DISTINCT {name} FROM landed.{table} WHERE {name} IS NOT NULL"
    ).fetchall()
    return sorted({value for (cell,) in found for value in ([cell] if isinstance(cell, str) else cell)})
