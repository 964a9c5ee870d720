"""Results of queries in the forms that people and tools ask for, streamed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.display.terminal import plain
from warehouse.exports.rowtext import csv_cell, rows_of, write_csv, write_json_array

ROWS_SHOWN = 200
CHARS_SHOWN = 200


def write_parquet(result: pa.RecordBatchReader, out: BinaryIO) -> None:
    """One Parquet file, zstd."""
    with pq.ParquetWriter(out, result.schema, compression="zstd") as writer:
        for batch in result:
            writer.write_batch(batch)


WRITERS: dict[str, Callable[[pa.RecordBatchReader, BinaryIO], None]] = {
    "csv": lambda result, out: write_csv(result, result.schema, out),
    "json": write_json_array,
    "parquet": write_parquet,
}


def show(result: pa.RecordBatchReader, console: Console) -> None:
    """A table for people: the first rows, long texts cut, nothing that the terminal would obey."""
    table = Table(*(escape(plain(name)) for name in result.schema.names))
    more = False
    for count, row in enumerate(rows_of(result)):
        if count == ROWS_SHOWN:
            more = True
            break
        table.add_row(*(Text(_shown(value)) for value in row.values()))
    console.print(table)
    if more:
        console.print(f"the first {ROWS_SHOWN} rows; --format csv, json or parquet gives all")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    text = plain(value if isinstance(value, str) else str(csv_cell(value)))
    return text if len(text) <= CHARS_SHOWN else text[: CHARS_SHOWN - 1] + "…"
