"""Table functions that do more than read, though a query that calls them is a SELECT.

`FROM enable_profiling(format = 'json', save_location = …)` and `FROM enable_logging(storage = 'file', …)`
write files (DuckDB 1.5) where `confine` lets a query read: over the manifest of the snapshot, for one.
`query` and `json_execute_serialized_sql` run SQL that is made as they are called, which nobody can look at
before. So the functions that only read are listed, and those of a later DuckDB are refused until they are. A
function is known by its name before a bracket; a mistake refuses a query that names a column list like one.
"""

from __future__ import annotations

from functools import cache

import duckdb

from warehouse.query.tokens import called

_READING = frozenset(
    {
        *("generate_series", "range", "repeat", "repeat_row", "summary", "unnest"),
        *("json_each", "json_tree", "parquet_scan", "read_blob", "read_csv", "read_csv_auto", "read_json"),
        *("read_json_auto", "read_json_objects", "read_json_objects_auto", "read_ndjson", "read_ndjson_auto"),
        *("read_ndjson_objects", "read_parquet", "read_text", "glob", "sniff_csv", "query_table"),
        *("icu_calendar_names", "pg_timezone_names", "test_all_types", "test_vector_types", "which_secret"),
    }
)
_READING_FAMILIES = ("duckdb_", "parquet_", "pragma_")
"""Beginnings of the names of functions that tell what there is."""


def writing_function(sql: str) -> str | None:
    """The name of a table function in `sql` that may do more than read; None where there is none."""
    return min(called(sql) & _with_effects(), default=None)


@cache
def _with_effects() -> frozenset[str]:
    names = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'table'"
    with duckdb.connect() as database:
        every = {name for (name,) in database.execute(names).fetchall()}
    return frozenset(n for n in every - _READING if not n.startswith(_READING_FAMILIES))
