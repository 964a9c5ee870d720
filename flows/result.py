"""Results of queries in the forms that people and tools ask for, streamed."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.terminal import plain

ROWS_SHOWN = 200
CHARS_SHOWN = 200


def write_csv(result: pa.RecordBatchReader, out: BinaryIO) -> None:
    """Comma-separated, a header first; nulls are empty, lists and structs are JSON."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(result.schema.names)
    for row in _rows(result):
        writer.writerow(_csv_cell(value) for value in row.values())
    text.detach()


def write_json(result: pa.RecordBatchReader, out: BinaryIO) -> None:
    """One JSON array of objects, an object a line; times are ISO 8601, bytes are base64."""
    separator = "[\n"
    for row in _rows(result):
        out.write((separator + json_line(row)).encode())
        separator = ",\n"
    out.write(b"[]\n" if separator == "[\n" else b"\n]\n")


def write_parquet(result: pa.RecordBatchReader, out: BinaryIO) -> None:
    """One Parquet file, zstd."""
    with pq.ParquetWriter(out, result.schema, compression="zstd") as writer:
        for batch in result:
            writer.write_batch(batch)


WRITERS: dict[str, Callable[[pa.RecordBatchReader, BinaryIO], None]] = {
    "csv": write_csv,
    "json": write_json,
    "parquet": write_parquet,
}


def show(result: pa.RecordBatchReader, console: Console) -> None:
    """A table for people: the first rows, long texts cut, nothing that the terminal would obey."""
    table = Table(*(escape(plain(name)) for name in result.schema.names))
    more = False
    for count, row in enumerate(_rows(result)):
        if count == ROWS_SHOWN:
            more = True
            break
        table.add_row(*(Text(_shown(value)) for value in row.values()))
    console.print(table)
    if more:
        console.print(f"the first {ROWS_SHOWN} rows; --format csv, json or parquet gives all")


def json_line(row: dict[str, Any]) -> str:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, default=_json_value)


def _rows(result: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    for batch in result:
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            yield dict(zip(batch.schema.names, values, strict=True))


def _json_value(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _csv_cell(value: object) -> object:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_json_value)
    if isinstance(value, bytes | datetime | date | time):
        return _json_value(value)
    return value


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    text = plain(value if isinstance(value, str) else str(_csv_cell(value)))
    return text if len(text) <= CHARS_SHOWN else text[: CHARS_SHOWN - 1] + "…"
