"""Parquet files without the rows of a takedown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.base.database import OFFLINE
from warehouse.base.durable import part_of, replace, sync_file
from warehouse.erasure.target import Target
from warehouse.query.quoting import literal, quote
from warehouse.snapshots.parquet import conform, open_parquet, open_writer
from warehouse.tables import TABLES


def affected_rows(paths: Iterable[Path], target: Target) -> dict[Path, int]:
    """How many rows of each file belong to the content; files without any are left out."""
    with _database(target) as database:
        counts = {path: _count(database, path, _condition(path, target)) for path in paths}
    return {path: count for path, count in counts.items() if count}


def affected_articles(paths: Iterable[Path], target: Target) -> set[str]:
    """The keys of the articles of which files of `articles` have a row that belongs to the content."""
    found: set[str] = set()
    with _database(target) as database:
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
    """The rows of a file that do not belong to the content, in their order, by row group."""
    sought = {name: pa.array(sorted(values)) for name, values in _nonempty(target.columns())}
    with open_parquet(path) as file:
        for number in range(file.num_row_groups):
            rows = file.read_row_group(number)
            kept = rows.filter(pc.invert(_belongs(rows, sought)))
            if kept.num_rows:
                yield conform(kept, table)


def _belongs(rows: pa.Table, sought: Mapping[str, pa.Array]) -> pa.ChunkedArray:
    """Whether each row belongs to the content."""
    columns = {name: rows.column(name) for name in sought if name in rows.column_names}
    found = (pc.is_in(column, sought[name].cast(column.type)) for name, column in columns.items())
    return reduce(pc.or_, found, pa.chunked_array([pa.repeat(False, rows.num_rows)]))


def redact_in_place(paths: Iterable[Path], target: Target) -> int:
    """Replace files that no snapshot names by ones without the content; returns the rows removed."""
    tables = {path: path.stem.partition("-")[0] for path in paths}  # files of the lake have a number after it
    removed = affected_rows((path for path, table in tables.items() if table in TABLES), target)
    for path in removed:
        _replace(path, remaining_rows(path, tables[path], target), tables[path])
    return sum(removed.values())


def _replace(path: Path, groups: Iterable[pa.Table], table: str) -> None:
    part = part_of(path)
    with open_writer(table, part) as writer:
        for rows in groups:
            writer.write_table(rows)
    sync_file(part)
    replace(part, path)


def _condition(path: Path, target: Target) -> str | None:
    """True for rows of the content; None where the file has no column that could tell."""
    names = set(pq.read_schema(path).names)
    columns = [name for name, values in target.columns().items() if values and name in names]
    tests = (f"coalesce({quote(name)} IN (SELECT value FROM doomed_{name}), false)" for name in columns)
    return " OR ".join(tests) if columns else None


@contextmanager
def _database(target: Target) -> Iterator[duckdb.DuckDBPyConnection]:
    """One for many files: to open one takes 20 ms, and what it keeps of files goes when it is closed."""
    with duckdb.connect(config=OFFLINE) as database:
        for name, values in _nonempty(target.columns()):
            database.register(f"doomed_{name}", pa.table({"value": sorted(values)}))
        yield database


def _nonempty(columns: Mapping[str, frozenset[Any]]) -> Iterator[tuple[str, frozenset[Any]]]:
    return ((name, values) for name, values in columns.items() if values)


def _scan(path: Path) -> str:
    return f"read_parquet({literal(str(path))}, hive_partitioning = false)"
