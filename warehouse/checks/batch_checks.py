"""Data checks before a commit: what every batch must be, whoever made it.

A check is an SQL query in warehouse/checks over the batch (`batch_<table>`) and what of the landed rows it
touches (`history_<table>`), so it costs what the batch costs, however long the history; every row that it
finds is a fault. A fault stops the commit, for it says that a stage is broken and would go on breaking rows.
So a check holds only what would make the lake untrue; what is a judgement on one article is a flag of it
(`flows/cleaning/flag_leftover_promos.py`).
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

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import session
from warehouse.base.errors import CopydeskError
from warehouse.query.connection import create_landed
from warehouse.query.landed_keys import ArticleKeys, PageKeys
from warehouse.query.temporary_tables import fill_table
from warehouse.query.viewtext import load_functions
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import TABLES
from warehouse.tables.arrow import arrow_schema

CHECKS = ("keys_unique", "references", "times_in_order", "sums_exact", "lines_have_kinds")

_BATCH = {
    "articles": (
        *("article_id", "revision", "extraction", "page_id"),
        *("discovery", "discovered_at", "fetched_at"),
    ),
    "pages": ("page_id",),
    "fetches": (
        *("fetch_id", "run_id", "url", "kind", "outcome", "page_id"),
        *("discovery", "discovered_at", "fetched_at"),
    ),
    "removed_blocks": ("article_id", "revision", "extraction", "position"),
    "duplicates": ("article_id", "cluster_id", "matched_article_id"),
    "runs": (
        *("run_id", "started_at", "finished_at", "discovered", "skipped", "blocked", "failed", "unchanged"),
        *("fetched", "rejected", "landed", "new", "revised", "duplicate"),
    ),
}
"""The columns of a batch that checks look at, but for the texts, which one of them reads."""

_ARTICLES = """
    SELECT article_id FROM batch_articles
    UNION SELECT article_id FROM batch_duplicates
    UNION SELECT cluster_id FROM batch_duplicates
    UNION SELECT matched_article_id FROM batch_duplicates
"""
_PAGES = "SELECT page_id FROM batch_pages UNION SELECT page_id FROM batch_articles"
"""What a batch can clash with or refer to, of what has landed."""

_FETCHES = "SELECT fetch_id, url FROM landed.fetches WHERE run_id IN (SELECT run_id FROM batch_fetches)"
"""Of links only those of the batch's own runs: the key of a link names its run."""

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
        return f"the batch failed its data checks and was not committed: {found}; kept in {self.quarantine}"


def check_batch(
    data: DataFolder,
    base: Snapshot,
    rows: Mapping[str, pa.Table],
    pages: Iterable[Path],
    now: datetime,
) -> tuple[Fault, ...]:
    """The faults of a batch: `rows` by table and Parquet files of `pages`, upon what `base` holds."""
    with session() as database:
        _take_in(database, rows, [str(page) for page in pages])
        _look_up(database, data, base)
        found = [_run(database, check, now) for check in CHECKS]
    return tuple(fault for fault in found if fault.count)


@cache
def check_text(name: str) -> str:
    """The SQL of a check."""
    return (files("warehouse") / "checks" / f"{name}.sql").read_text(encoding="utf-8")


def _take_in(database: duckdb.DuckDBPyConnection, rows: Mapping[str, pa.Table], pages: list[str]) -> None:
    """Tables `batch_…` of what is checked; every check reads them, which of Arrow tables is slow."""
    for table, columns in _BATCH.items():
        some = rows.get(table, arrow_schema(TABLES[table]).empty_table())
        database.from_arrow(some.select(columns)).create(f"batch_{table}")
    if pages:
        database.execute("INSERT INTO batch_pages SELECT page_id FROM read_parquet($pages)", {"pages": pages})
    for statement in load_functions():
        database.execute(statement)
    articles = rows.get("articles", arrow_schema(TABLES["articles"]).empty_table())
    database.register("batch_texts", articles.select(["article_id", "source", "flags", "text", "line_kinds"]))


def _look_up(database: duckdb.DuckDBPyConnection, data: DataFolder, base: Snapshot) -> None:
    """Tables `history_…` of what has landed."""
    create_landed(database, base, ["fetches"])
    database.execute(f"CREATE TEMP TABLE history_fetches AS {_FETCHES}")
    named = database.execute(_ARTICLES).to_arrow_table()["article_id"].to_pylist()
    fill_table(database, "history_articles", ArticleKeys(data, base).rows_of(named).rows)
    pages = database.execute(_PAGES).to_arrow_table()["page_id"]
    fill_table(database, "history_pages", pa.table({"page_id": PageKeys(data, base).landed(pages)}))


def _run(database: duckdb.DuckDBPyConnection, check: str, now: datetime) -> Fault:
    sql = check_text(check)
    parameters = {"now": now} if "$now" in sql else {}
    found = [row[0] for row in database.execute(sql, parameters).fetchall()]
    holds = re.sub(r"^-- ", "", sql.splitlines()[0])
    return Fault(check, holds, len(found), tuple(found[:SHOWN]))
