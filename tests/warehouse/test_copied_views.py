"""The views that tests copy are those that a run makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import copied_views
import duckdb
import pytest
from warehouse_rows import NOON, article, duplicate, fetch, rejection, rows, run

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.query.viewtext import MATERIALISED
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit

CATALOG = {
    "views": "schema_name, view_name, sql, comment, column_count",
    "tables": "schema_name, table_name, sql, comment",
    "columns": "schema_name, table_name, column_name, data_type, comment",
    "functions": "schema_name, function_name, parameters, macro_definition, comment",
}
EXCLUDED = re.compile(r"EXCLUDE \(([^)]*)\)")


def catalog_of(path: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> dict[str, list[str]]:
    """Everything that is stored in a file of views, and the rows that are."""
    with duckdb.connect(str(path), config=OFFLINE) as database:
        fill(database)
    with duckdb.connect(str(path), config=OFFLINE) as database:
        found = {
            name: database.execute(f"SELECT {columns} FROM duckdb_{name}() WHERE NOT internal").fetchall()
            for name, columns in CATALOG.items()
        }
        found |= {table: database.table(table).fetchall() for table in MATERIALISED}
    return {name: sorted(map(_in_order, rows)) for name, rows in found.items()}


def _in_order(row: tuple[Any, ...]) -> str:
    """The row, with what DuckDB keeps as a set in the order of the names."""
    return EXCLUDED.sub(lambda names: str(sorted(names[1].split(", "))), repr(row))


@pytest.fixture(params=["rows", "no rows"])
def snapshot(request: pytest.FixtureRequest, data: DataFolder) -> Snapshot:
    if request.param == "no rows":
        return EMPTY
    story = "The harbour storm closed the port."
    batch = [article("a", text=story), article("a", text=f"{story} Twice.", revision=2), fetch("a"), run()]
    return commit(data, EMPTY, rows(*batch, duplicate("b", "a"), fetch("r"), rejection("r")), [], NOON)


@pytest.mark.parametrize("name", ["create_views", "create_commented_views"])
def test_copied_views_are_those_that_are_made(snapshot: Snapshot, name: str, tmp_path: Path) -> None:
    make, copy = getattr(copied_views, f"_{name}"), getattr(copied_views, name)
    made = catalog_of(tmp_path / "made.duckdb", lambda database: make(database, snapshot))
    assert catalog_of(tmp_path / "copied.duckdb", lambda database: copy(database, snapshot)) == made
    assert len(made["columns"]) > 300
