"""Parquet files without the rows of a takedown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.database import OFFLINE
from warehouse.base.durable import part_of, replace, sync_file
from warehouse.erasure.target import Target
from warehouse.query.quoting import literal, quote
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.parquet import conform, open_writer
from warehouse.tables import TABLES


def affected_rows(paths: Iterable[Path], target: Target) -> dict[Path, int]:
    """How many rows of each file belong to the content; files without any are left out."""
    database = _connection(target)
    counts = {path: _count(database, path, _condition(path, target)) for path in paths}
    return {path: count for path, count in counts.items() if count}


def affected_articles(paths: Iterable[Path], target: Target) -> set[str]:
    """The keys of the articles of which files of `articles` have a row that belongs to the content."""
    database = _connection(target)
    found: set[str] = set()
    for path in paths:
        sql = f"SELECT DISTINCT article_id FROM {_scan(path)} WHERE {_condition(path, target) or 'false'}"
        found.update(article_id for (article_id,) in database.execute(sql).fetchall())
    return found


def _count(database: duckdb.DuckDBPyConnection, path: Path, condition: str | None) -> int:
    if condition is None:
        return 0
    row = database.execute(f"SELECT count(*) FROM {_scan(path)} WHERE {condition}").fetchone()
    return int(row[0]) if row else 0


def remaining_rows(path: Path, table: str, target: Target) -> Iterator[pa.Table]:
    """The rows of a file that do not belong to the content, in their order."""
    sql = f"SELECT * FROM {_scan(path)} WHERE NOT ({_condition(path, target) or 'false'})"
    for batch in _connection(target).execute(sql).to_arrow_reader(LAYOUTS[table].row_group):
        yield conform(pa.Table.from_batches([batch]), table)


def redact_in_place(path: Path, target: Target) -> int:
    """Replace a file that no snapshot names by one without the content; returns the rows removed."""
    table = path.stem.partition("-")[0]  # files of the lake have a number after it
    removed = affected_rows([path], target) if table in TABLES else {}
    if not removed:
        return 0
    part = part_of(path)
    with open_writer(table, part) as writer:
        for rows in remaining_rows(path, table, target):
            writer.write_table(rows)
    sync_file(part)
    replace(part, path)
    return removed[path]


def _condition(path: Path, target: Target) -> str | None:
    """True for rows of the content; None where the file has no column that could tell."""
    names = set(pq.read_schema(path).names)
    columns = [name for name, values in target.columns().items() if values and name in names]
    tests = (f"coalesce({quote(name)} IN (SELECT value FROM doomed_{name}), false)" for name in columns)
    return " OR ".join(tests) if columns else None


@lru_cache(1)
def _connection(target: Target) -> duckdb.DuckDBPyConnection:
    """One database for a takedown: to open one takes 20 ms, and each file would wait for it."""
    database = duckdb.connect(config=OFFLINE)
    for name, values in _nonempty(target.columns()):
        database.register(f"doomed_{name}", pa.table({"value": sorted(values)}))
    return database


def _nonempty(columns: Mapping[str, frozenset[Any]]) -> Iterator[tuple[str, frozenset[Any]]]:
    return ((name, values) for name, values in columns.items() if values)


def _scan(path: Path) -> str:
    return f"read_parquet({literal(str(path))}, hive_partitioning = false)"
