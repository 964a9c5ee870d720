"""Rows as CSV and JSON text, written as they come."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

import pyarrow as pa

from warehouse.base.errors import CopydeskError

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that spreadsheets calculate (OWASP, CSV Injection)."""

Batches = Iterable[pa.RecordBatch]


class UnwritableValue(CopydeskError):
    """A value that no form of output has: a date before the year 1 or after 9999, say."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(column, problem)
        self.column = column
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.column}: {self.problem}; select it as text: {self.column}::VARCHAR"


def rows_of(batches: Batches) -> Iterator[dict[str, Any]]:
    """Each row as a mapping of its columns."""
    for batch in batches:
        columns = [_values(*named) for named in zip(batch.schema.names, batch.columns, strict=True)]
        for values in zip(*columns, strict=True):
            yield dict(zip(batch.schema.names, values, strict=True))


def _values(name: str, column: pa.Array) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except (OverflowError, ValueError) as error:
        raise UnwritableValue(name, f"a value cannot be written ({error})") from error
    return values


def write_csv(batches: Batches, schema: pa.Schema, out: BinaryIO, *, spreadsheet: bool = False) -> None:
    """Comma-separated, a header first; nulls are empty, lists and structs are JSON.

    With `spreadsheet` a text that Excel and others would run as a formula gets an apostrophe before it.
    """
    cell = spreadsheet_cell if spreadsheet else csv_cell
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(cell(name) for name in schema.names)
    try:
        for row in rows_of(batches):
            writer.writerow(cell(value) for value in row.values())
    finally:
        text.detach()  # which would close `out` with it


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
    """A row as one line of JSON; JSON knows no NaN and no infinity, so they are null."""
    try:
        return json.dumps(row, ensure_ascii=False, default=_json_value, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(row), ensure_ascii=False, default=_json_value, allow_nan=False)


def csv_cell(value: object) -> object:
    """A value as it stands in CSV."""
    if isinstance(value, list | dict):
        return json.dumps(_finite(value), ensure_ascii=False, default=_json_value)
    if isinstance(value, bytes | datetime | date | time):
        return _json_value(value)
    return value


def spreadsheet_cell(value: object) -> object:
    """A value as it stands in CSV, with an apostrophe before a text that spreadsheets would calculate."""
    cell = csv_cell(value)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _finite(value: Any) -> Any:
    """The value with null for every number that is none."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def _json_value(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
