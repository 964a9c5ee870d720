"""Data checks before a commit: what every batch must be, whoever made it.

A check is an SQL query in warehouse/checks over the batch (`batch_<table>`) and what of the landed rows it
touches (`history_<table>`); every row it finds is a fault. A fault stops the commit, for it says that a
stage is broken and would go on breaking rows. One check tolerates a share: whether a block is a promo is a
judgement on its place and company, so a few left over are odd records, and many are a model not applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.errors import CopydeskError
from warehouse.reader import create_landed
from warehouse.scan import OFFLINE, literal
from warehouse.snapshots import Snapshot
from warehouse.tables import TABLES, to_arrow

CHECKS = ("keys_unique", "references", "times_in_order", "sums_exact", "no_promo_left")

TOLERATED: Mapping[str, float] = {"no_promo_left": 0.02}
"""Faults per article of the batch that a check lets pass; none where it is not named."""

_HISTORY = {
    "articles": """
        SELECT article_id, revision, extraction FROM landed.articles WHERE article_id IN (
            SELECT article_id FROM batch_articles
            UNION SELECT article_id FROM batch_duplicates
            UNION SELECT cluster_id FROM batch_duplicates
            UNION SELECT matched_article_id FROM batch_duplicates
        )
    """,
    "pages": """
        SELECT page_id FROM landed.pages WHERE page_id IN (
            SELECT page_id FROM batch_pages UNION SELECT page_id FROM batch_articles
        )
    """,
    "fetches": """
        SELECT fetch_id, url FROM landed.fetches WHERE run_id IN (SELECT run_id FROM batch_fetches)
    """,
}
"""What has landed that a batch can clash with or refer to; each landed table is read once."""

SHOWN = 3


@dataclass(frozen=True)
class Fault:
    """A check that found something: how much, and the first of it."""

    check: str
    holds: str
    count: int
    first: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.check}: {self.count} ({'; '.join(self.first)})"


class BatchRefused(CopydeskError):
    """A batch failed a data check; it was not committed and is kept for replay in `quarantine`."""

    def __init__(self, faults: tuple[Fault, ...], quarantine: Path) -> None:
        super().__init__(faults, quarantine)
        self.faults = faults
        self.quarantine = quarantine

    def __str__(self) -> str:
        found = ", ".join(str(fault) for fault in self.faults)
        return (
            f"the batch fails its data checks and was not committed: {found}; it is kept in {self.quarantine}"
        )


def check_batch(
    base: Snapshot | None, rows: Mapping[str, pa.Table], pages: Iterable[Path], now: datetime
) -> tuple[Fault, ...]:
    """The faults of a batch: `rows` by table and Parquet files of `pages`, upon what `base` holds."""
    with duckdb.connect(config=OFFLINE) as database:
        create_landed(database, base, _HISTORY)
        for table, record in TABLES.items():
            database.register(f"batch_{table}", rows.get(table, to_arrow([], record)))
        _register_pages(database, list(pages))
        for table, sql in _HISTORY.items():
            database.execute(f"CREATE TEMP TABLE history_{table} AS {sql}")
        found = [_run(database, check, now) for check in CHECKS]
    articles = rows["articles"].num_rows if "articles" in rows else 0
    return tuple(fault for fault in found if fault.count > TOLERATED.get(fault.check, 0) * articles)


@cache
def check_text(name: str) -> str:
    """The SQL of a check."""
    return (files("warehouse") / "checks" / f"{name}.sql").read_text(encoding="utf-8")


def _register_pages(database: duckdb.DuckDBPyConnection, paths: list[Path]) -> None:
    if paths:
        listed = ", ".join(literal(str(path)) for path in paths)
        database.unregister("batch_pages")
        database.execute(f"CREATE TEMP VIEW batch_pages AS SELECT page_id FROM read_parquet([{listed}])")


def _run(database: duckdb.DuckDBPyConnection, check: str, now: datetime) -> Fault:
    sql = check_text(check)
    parameters = {"now": now} if "$now" in sql else {}
    found = [row[0] for row in database.execute(sql, parameters).fetchall()]
    holds = re.sub(r"^-- ", "", sql.splitlines()[0])
    return Fault(check, holds, len(found), tuple(found[:SHOWN]))
