"""Table macros that read files, not views.

Observed (DuckDB 1.5): a view resolves names in the catalog that it belongs to, a table macro in the catalog
of whoever calls it. After `ATTACH 'warehouse.duckdb' AS news`, `news.articles` works and a macro that reads
`articles` does not, and no name in it could: the alias is the reader's choice. So the macros of a published
file have every view that they read written out in them, down to the Parquet files, and call no macro of ours.
Creating them so takes 30 ms each, so a connection of ours, which attaches nothing, keeps the short ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from warehouse.query.viewtext import FUNCTIONS, MACROS, sql_of, tables_in, view, views_below

_PREFIX = "landed_"


def self_contained_macros(raw: Mapping[str, str]) -> Iterator[str]:
    """The statements that create every table macro; `raw` gives the SELECT of each landed table."""
    for name in MACROS:
        head, _, body = sql_of("macros", name).partition("AS TABLE\n")
        yield f"{head}AS TABLE\n{_written_out(body, raw)}"


def _written_out(body: str, raw: Mapping[str, str]) -> str:
    """A query with everything that it reads as common table expressions before it."""
    views = views_below(body)
    texts = {name: view(name).select for name in views}
    tables = tables_in(body, *texts.values())
    parts = {_PREFIX + table: raw[table] for table in tables} | texts
    listed = ",\n".join(f"{name} AS NOT MATERIALIZED (\n{_alone(sql)}\n)" for name, sql in parts.items())
    own = _alone(body)
    return f"WITH {listed},\n{own[len('WITH ') :]}" if own.startswith("WITH ") else f"WITH {listed}\n{own}"


def _alone(sql: str) -> str:
    """A query without names of a schema and without calls of macros."""
    for name in FUNCTIONS:
        sql = re.sub(rf"\b{name}\(([^()]*)\)", lambda call: _expanded(call[0], call[1].split(",")), sql)
    return sql.replace("landed.", _PREFIX)


def _expanded(call: str, arguments: Sequence[str]) -> str:
    """The body of a scalar macro with the arguments of a call in place of its parameters."""
    name = call.partition("(")[0]
    head, _, body = sql_of("macros", name).partition(" AS\n")
    parameters = head[head.rindex("(") + 1 : head.rindex(")")].split(",")
    for parameter, argument in zip(parameters, arguments, strict=True):
        body = re.sub(rf'(?<![".\w]){parameter.strip()}(?![".\w])', argument.strip(), body)
    return f"({body})"
