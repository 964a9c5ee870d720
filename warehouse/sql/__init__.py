"""Every fixed SQL statement that runs over a snapshot: a file each, in a folder for the part that runs it.

Parameters are written as `$name`. SQL that is composed, because names of columns or files vary, is made by
functions in `warehouse.query`; what the views and macros for people are is in `warehouse/views` and `macros`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import duckdb


@cache
def statement(name: str) -> str:
    """The text of `warehouse/sql/<name>.sql`; `name` is `folder/file`."""
    return (files("warehouse.sql") / f"{name}.sql").read_text(encoding="utf-8")


MANY = 400
"""Values of a list beyond which it is handed over as a variable: DuckDB takes 17 microseconds for each value
of a Python list, since it looks whether pandas has become installed."""
_BETWEEN = "\x1f"
_INTEGERS = 1 << 63


def execute(
    database: duckdb.DuckDBPyConnection, name: str, **parameters: object
) -> duckdb.DuckDBPyConnection:
    """Run a statement by its name. Raises DuckDB's errors."""
    text = statement(name)
    for key, value in list(parameters.items()):
        if isinstance(value, list) and len(value) > MANY:
            _set_variable(database, key, value)
            del parameters[key]
            text = re.sub(rf"\${key}\b", f"getvariable('{key}')", text)
    return database.execute(text, parameters)


def _set_variable(database: duckdb.DuckDBPyConnection, name: str, values: Sequence[object]) -> None:
    """Texts and numbers as one text; else by way of Arrow, of which DuckDB then loads what takes a sixth of a
    CPU second."""
    if all(isinstance(value, str) and _BETWEEN not in value for value in values):
        database.execute(f"SET VARIABLE {name} = string_split(?, chr(31))", [_BETWEEN.join(map(str, values))])
        return
    if all(type(value) is int and abs(value) < _INTEGERS for value in values):
        joined = _BETWEEN.join(map(str, values))
        database.execute(f"SET VARIABLE {name} = string_split(?, chr(31))::BIGINT[]", [joined])
        return
    import pyarrow as pa  # here: most verbs do without

    database.register("given", pa.table({"value": values}))
    database.execute(f"SET VARIABLE {name} = (SELECT list(value) FROM given)")
    database.unregister("given")
