"""Rows of `articles` by key, whatever the size of the lake.

Observed: a query for 200 articles, none of them known, took 5 CPU seconds at a million: every column of every
row was unpacked beside its key. The rule: the rows are looked for in the one narrow column that names them
(8 bytes each, not packed), and the statement reads the others of the days only in which they stand.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from warehouse.sql import execute


def execute_on_articles(
    database: duckdb.DuckDBPyConnection, name: str, ids: Iterable[str], **parameters: object
) -> duckdb.DuckDBPyConnection:
    """Run a statement that reads the rows of `landed.articles` with some keys, `$ids`.

    It joins them with the table `sought`, of `landed_date` and `text_key`, which this fills.
    """
    wanted = sorted(set(ids))
    execute(database, "landed/seek_articles", halves=[int(article_id, 16) >> 32 for article_id in wanted])
    return execute(database, name, ids=wanted, **parameters)
