"""Queries that read views and tables by their names, and no file by its path.

`confine` lets a connection into the snapshot's directory, where the views read; whoever knows a path there
could read the same file around the view, and with it the texts that `warehouse.query.withheld` leaves out.
So where rows are withheld a query is looked at as DuckDB parses it: its table functions must be known ones,
and a table that is named like a path is none. What DuckDB cannot show as a tree (PIVOT, EXPLAIN) is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from warehouse.query.statements import NotAQuery
from warehouse.query.viewtext import MACROS

_FUNCTIONS = frozenset({*MACROS, "generate_series", "json_each", "json_tree", "range", "repeat", "unnest"})
_NAME = re.compile(r"\w*")


def require_names_only(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raises NotAQuery where a query may read by a path, and duckdb.Error where it cannot be parsed."""
    list(database.extract_statements(sql))  # whose parser errors name the place
    row = database.execute("SELECT json_serialize_sql($sql)", {"sql": sql}).fetchone()
    parsed = json.loads(row[0]) if row else {"error": True}
    if parsed["error"]:
        raise NotAQuery("anything but a plain SELECT")
    for node in _nodes(parsed):
        function = str((node.get("function") or {}).get("function_name", "")).lower()
        if node.get("type") == "TABLE_FUNCTION" and function not in _FUNCTIONS:
            raise NotAQuery(f"the table function {function}")
        if node.get("type") == "BASE_TABLE" and not _NAME.fullmatch(str(node.get("table_name"))):
            raise NotAQuery(f"a file in place of a table ({node.get('table_name')})")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from _nodes(part)
