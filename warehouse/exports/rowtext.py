"""Rows as CSV and JSON text, written as they come."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

import pyarrow as pa

Batches = Iterable[pa.RecordBatch]


def rows_of(batches: Batches) -> Iterator[dict[str, Any]]:
    """Each row as a mapping of its columns."""
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            yield dict(zip(batch.schema.names, values, strict=True))


def write_csv(batches: Batches, schema: pa.Schema, out: BinaryIO) -> None:
    """Comma-separated, a header first; nulls are empty, lists and structs are JSON."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(schema.names)
    for row in rows_of(batches):
        writer.writerow(csv_cell(value) for value in row.values())
    text.detach()


def write_json_lines(batches: Batches, out: BinaryIO) -> None:
    """One JSON object a line; times are ISO 8601, bytes are base64."""
    for row in rows_of(batches):
        out.write((json_line(row) + "\n").encode())


def write_json_array(batches: Batches, out: BinaryIO) -> None:
    """One JSON array of objects, an object a line."""
    separator = "[\n"
    for row in rows_of(batches):
        out.write((separator + json_line(row)).encode())
        separator = ",\n"
    out.write(b"[]\n" if separator == "[\n" else b"\n]\n")


def json_line(row: dict[str, Any]) -> str:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, default=_json_value)


def csv_cell(value: object) -> object:
    """A value as it stands in CSV."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_json_value)
    if isinstance(value, bytes | datetime | date | time):
        return _json_value(value)
    return value


def _json_value(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
