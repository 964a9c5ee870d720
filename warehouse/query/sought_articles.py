"""Rows of `articles` by key, whatever the size of the lake.

Observed: a query for 200 articles, none of them known, took 5 CPU seconds at a million: every column of every
row was unpacked beside its key. The rule: their rows are looked for in what is kept of keys beside the data
files (`warehouse.query.landed_keys`), and of the files that hold one the days only in which they stand. Where
nothing of that is at hand, the rows are looked for in the one narrow column that names them (8 bytes each,
not packed).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb

from warehouse.query.landed_keys import ArticleKeys
from warehouse.query.landed_select import select_files
from warehouse.query.landed_since import landed_about
from warehouse.query.quoting import quote
from warehouse.query.temporary_tables import fill_table
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute


def execute_on_articles(
    database: duckdb.DuckDBPyConnection,
    name: str,
    ids: Iterable[str],
    keys: ArticleKeys | None = None,
    **parameters: object,
) -> duckdb.DuckDBPyConnection:
    """Run a statement that reads the rows of `landed.articles` with some keys, `$ids`.

    It finds them in the view `sought_articles`, which this makes; `keys` are those of the same snapshot, by
    which `$ids` are only what has landed.
    """
    wanted = sorted(set(ids))
    if keys is None:
        source = _seek(database, wanted)
    else:
        found = keys.rows_of(wanted)
        wanted = found.rows["article_id"].unique().sort().to_pylist()  # of a batch nearly none has landed
        fill_table(database, "sought", found.rows.select(["landed_date", "text_key"]))
        source = f"({select_files(keys.snapshot, 'articles', found.files)})"
    database.execute(
        "CREATE OR REPLACE TEMP VIEW sought_articles AS "
        f"FROM {source} SEMI JOIN sought USING (landed_date, text_key)"
    )
    return execute(database, name, ids=wanted, **parameters)


def view_landed_about(
    database: duckdb.DuckDBPyConnection,
    name: str,
    table: str,
    snapshot: Snapshot | None,
    moments: Iterable[datetime],
) -> None:
    """Have a view be what of a table may have landed at some moments, or all where no snapshot is known."""
    files = landed_about(snapshot, table, moments) if snapshot else []
    view_files(database, name, table, snapshot, files)


def view_files(
    database: duckdb.DuckDBPyConnection,
    name: str,
    table: str,
    snapshot: Snapshot | None,
    files: Sequence[DataFile],
) -> None:
    """Have a view be some files of a table, or all rows of it where there is no snapshot to take them of.

    DuckDB holds a megabyte for each file that a statement might read, and three years are a hundred.
    """
    rows = f"FROM landed.{table}" if snapshot is None else select_files(snapshot, table, files)
    database.execute(f"CREATE OR REPLACE TEMP VIEW {quote(name)} AS {rows}")


def _seek(database: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> str:
    execute(database, "landed/seek_articles", halves=[int(article_id, 16) >> 32 for article_id in wanted])
    return "landed.articles"
