"""Every fixed SQL statement that runs over a snapshot: a file each, in a folder for the part that runs it.

Parameters are written as `$name`. SQL that is composed, because names of columns or files vary, is made by
functions in `warehouse.query`; what the views and macros for people are is in `warehouse/views` and `macros`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import duckdb


@cache
def statement(name: str) -> str:
    """The text of `warehouse/sql/<name>.sql`; `name` is `folder/file`."""
    return (files("warehouse.sql") / f"{name}.sql").read_text(encoding="utf-8")


def execute(
    database: duckdb.DuckDBPyConnection, name: str, **parameters: object
) -> duckdb.DuckDBPyConnection:
    """Run a statement by its name. Raises DuckDB's errors."""
    return database.execute(statement(name), parameters)
