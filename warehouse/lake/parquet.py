"""Parquet files with the schema of a record."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.durable import sync_file
from warehouse.errors import CopydeskError
from warehouse.lake.storage import STORAGE
from warehouse.tables import TABLES, Record, arrow_schema, derived_columns

QUICK = 3
"""zstd level of what a run waits for."""

DENSE = 6
"""zstd level of what is written once and kept: on texts of news 6 % smaller than level 3, read as fast, and
four times as long to write. Level 9 would save 2 % more and take eight times as long."""


class WrongColumns(CopydeskError):
    """A table's columns do not fit its record."""

    def __init__(self, table: str, problem: str) -> None:
        super().__init__(table, problem)
        self.table = table
        self.problem = problem

    def __str__(self) -> str:
        return f"table {self.table}: {self.problem}; compare it with warehouse/tables"


def conform(rows: pa.Table, table: str) -> pa.Table:
    """`rows` with exactly the columns of `table`, in order, typed and described.

    A column that is missing takes its default: so files of an older minor version read as of this one. A
    derived column is always made anew of those that it follows from.
    Raises WrongColumns for a missing column without default and for values that do not fit the type.
    """
    record = TABLES[table]
    schema = arrow_schema(record)
    defaults = _defaults(record)
    columns = {
        field.name: _column(rows, field, defaults, table)
        for field in schema
        if field.name not in derived_columns(record)
    }
    columns |= _derived(pa.table(columns), derived_columns(record))
    return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


def sort_rows(rows: pa.Table, table: str) -> pa.Table:
    """`rows` in the order that the table is stored in."""
    order = STORAGE[table].order
    return rows.sort_by([(name, "ascending") for name in order]) if order else rows


def write_rows(rows: pa.Table, table: str, path: Path) -> None:
    """Write rows that conform, as one Parquet file, and wait until it is on the disk."""
    with open_writer(table, path) as writer:
        writer.write_table(rows, row_group_size=STORAGE[table].rows_a_group(rows.num_rows))
    sync_file(path)


def open_writer(table: str, path: Path | BinaryIO, level: int = QUICK) -> pq.ParquetWriter:
    """A writer of files of a table: zstd, with the statistics that let readers skip row groups.

    Long texts get no statistics, which would only swell the footer that every query reads. Keys are
    neither compressed, for every join decodes them all and they shrink by half at best, nor put into a
    dictionary, as long texts are not either.
    """
    storage = STORAGE[table]
    schema = arrow_schema(TABLES[table])
    names = schema.names
    leaves = [leaf for field in schema for leaf in _leaves(field.name, field.type)]
    return pq.ParquetWriter(
        path,
        schema,
        compression={leaf: "none" if leaf in storage.keys else "zstd" for leaf in leaves},
        compression_level={leaf: level for leaf in leaves if leaf not in storage.keys},
        write_statistics=[name for name in names if name not in storage.bulk],
        use_dictionary=[name for name in names if name not in (*storage.bulk, *storage.keys)],
        max_rows_per_page=storage.page,
        bloom_filter_options={name: {"ndv": storage.row_group, "fpp": 0.05} for name in storage.sought},
    )


def _leaves(path: str, kind: pa.DataType) -> Iterator[str]:
    """The columns as Parquet knows them: the leaves of lists and structs."""
    if pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(f"{path}.{field.name}", field.type)
    else:
        yield path


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _defaults(record: type[Record]) -> dict[str, object]:
    return {
        field.name: field.default
        for field in dataclasses.fields(record)
        if field.default is not dataclasses.MISSING
    }


def _derived(rows: pa.Table, expressions: Mapping[str, str]) -> dict[str, pa.ChunkedArray]:
    if not expressions:
        return {}
    made = ", ".join(f"{sql} AS {name}" for name, sql in expressions.items())
    with _deriving().cursor() as database:
        database.register("stored", rows)
        found = database.execute(f"SELECT {made} FROM stored").to_arrow_table()
    return {name: found.column(name) for name in expressions}


@cache
def _deriving() -> duckdb.DuckDBPyConnection:
    """One database for all: to open one takes 20 ms, which every commit would wait for."""
    return duckdb.connect()


def _column(rows: pa.Table, field: pa.Field, defaults: dict[str, object], table: str) -> pa.ChunkedArray:
    if field.name not in rows.column_names:
        if field.name not in defaults:
            raise WrongColumns(table, f"column {field.name} is missing")
        value = defaults[field.name]
        plain = list(value) if isinstance(value, tuple) else value
        return pa.chunked_array([pa.array([plain] * rows.num_rows, type=field.type)], type=field.type)
    column = rows.column(field.name)
    if not field.nullable and column.null_count:
        raise WrongColumns(table, f"column {field.name} has {column.null_count} nulls")
    try:
        return column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise WrongColumns(table, f"column {field.name}: {error}") from error
