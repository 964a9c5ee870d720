"""Parquet files with the schema of a record."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from warehouse.base.database import session
from warehouse.base.durable import sync_file
from warehouse.base.errors import CopydeskError
from warehouse.snapshots.layout import LAYOUTS
from warehouse.tables import TABLES, Record, Stored, columns, derived_columns
from warehouse.tables.arrow import arrow_schema

if TYPE_CHECKING:  # Arrow's Parquet loads the clients of three clouds' storage, and most verbs read by DuckDB
    import pyarrow.parquet as pq


@dataclasses.dataclass(frozen=True)
class Codec:
    """How hard to compress: levels of zstd and, for texts that are read by the thousand, of lz4.

    lz4 unpacks such texts twice as fast as zstd, which is most of what a scan of a day's texts takes, and
    makes them 1.3 times as large.
    """

    zstd: int
    lz4: int | None


QUICK = Codec(zstd=3, lz4=None)
"""For what a run waits for."""

DENSE = Codec(zstd=6, lz4=6)
"""For what is written once and kept: texts a quarter smaller than with QUICK, read as fast."""


PAGE_STEP = 128
"""Values after which it is seen whether a page is full, which is at a megabyte. Arrow's own 1,024 make a page
of four megabytes of the texts of a run, which whoever reads one text holds twice."""


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
    derived column is always recomputed from those that it follows from.
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


def open_parquet(path: Path) -> pq.ParquetFile:
    """A Parquet file, to be closed."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(path)


def footer_of(path: Path) -> pq.FileMetaData:
    """The footer of a Parquet file."""
    with open_parquet(path) as file:
        return file.metadata


def read_rows(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a file, or some columns. `pq.read_table` loads pandas where there is one: half a second."""
    with open_parquet(path) as file:
        return file.read(columns if columns is None else list(columns))


def sort_rows(rows: pa.Table, table: str) -> pa.Table:
    """`rows` in the order that the table is stored in."""
    order = LAYOUTS[table].order
    return rows.sort_by([(name, "ascending") for name in order]) if order else rows


def write_rows(rows: pa.Table, table: str, path: Path) -> None:
    """Write rows that conform, as one Parquet file, and wait until it is on the disk."""
    with open_writer(table, path) as writer:
        writer.write_table(rows, row_group_size=LAYOUTS[table].rows_a_group(rows.num_rows))
    sync_file(path)


def open_writer(table: str, path: Path | BinaryIO, codec: Codec = QUICK) -> pq.ParquetWriter:
    """A writer of files of a table, with the statistics that let readers skip row groups.

    Statistics and dictionaries are for the columns that rows are found by: every query reads all footers,
    and they would swell them. Left uncompressed are keys, which shrink by half at best, and columns of few
    values, which their dictionary has made small: every chunk would cost readers a decompressor.

    Pages have checksums, by which repair tells undamaged row groups from those with a flipped byte, most of
    which can still be decoded. Arrow looks at them where it is asked to; DuckDB (1.5) never does.
    """
    import pyarrow.parquet as pq

    layout, record = LAYOUTS[table], TABLES[table]
    leaves = {_leaf(field): columns(record)[field.name].stored for field in arrow_schema(record)}
    compression = {leaf: _COMPRESSION.get(stored, "zstd") for leaf, stored in leaves.items()}
    levels = {"zstd": codec.zstd, "lz4": codec.lz4, "none": None}
    return pq.ParquetWriter(
        path,
        arrow_schema(record),
        compression=compression,
        compression_level={leaf: level for leaf, kind in compression.items() if (level := levels[kind])},
        write_statistics=[leaf for leaf, stored in leaves.items() if stored not in _BULK],
        use_dictionary=[leaf for leaf, stored in leaves.items() if stored not in (*_BULK, *_KEYS)],
        max_rows_per_page=layout.page,
        write_batch_size=PAGE_STEP,
        write_page_checksum=True,
        bloom_filter_options={
            leaf: {"ndv": layout.row_group, "fpp": 0.05}
            for leaf, stored in leaves.items()
            if stored is Stored.SOUGHT_KEY
        },
    )


_BULK = (Stored.BULK, Stored.SCANNED)
_KEYS = (Stored.KEY, Stored.SOUGHT_KEY)
_COMPRESSION = {
    Stored.COUNTED: "none",
    Stored.KEY: "none",
    Stored.SOUGHT_KEY: "none",
    Stored.SCANNED: "lz4",
}


def _leaf(field: pa.Field) -> str:
    """The column as Parquet knows it: the leaf of a list."""
    return f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name


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
    with session() as database:
        database.register("stored", rows)
        found = database.execute(f"SELECT {made} FROM stored").to_arrow_table()
    return {name: found.column(name) for name in expressions}


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
