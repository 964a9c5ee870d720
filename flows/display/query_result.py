"""Results of queries in the forms that people and tools read, streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import BinaryIO

import pyarrow as pa
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from flows.display.plain import plain
from warehouse.exports.rowtext import UnwritableValue, csv_cell, rows_of, write_csv, write_json_array

ROWS_SHOWN = 200
CHARS_SHOWN = 200
NARROWEST = 16
"""Characters that a column of a table needs to be readable."""


def write_parquet(result: pa.RecordBatchReader, out: BinaryIO) -> None:
    """One Parquet file, zstd. Raises UnwritableValue."""
    for field in result.schema:
        if pa.types.is_interval(field.type):
            raise UnwritableValue(field.name, "Parquet has no intervals")
    import pyarrow.parquet as pq  # here: it loads the clients of three clouds' storage

    with pq.ParquetWriter(out, result.schema, compression="zstd") as writer:
        for batch in result:
            writer.write_batch(batch)


WRITERS: dict[str, Callable[[pa.RecordBatchReader, BinaryIO], None]] = {
    "csv": lambda result, out: write_csv(result, result.schema, out),
    "json": write_json_array,
    "parquet": write_parquet,
}


def write_spreadsheet(result: pa.RecordBatchReader, out: BinaryIO) -> None:
    """CSV in which no text is a formula."""
    write_csv(result, result.schema, out, spreadsheet=True)


SPREADSHEET = "CSV for spreadsheets: a text that they would take for a formula gets an apostrophe."


def show(result: pa.RecordBatchReader, console: Console) -> None:
    """The first rows for people: long texts cut, nothing that the terminal would obey.

    Rows of more columns than the console has room for are shown one below the other, a line a column.
    """
    names = [escape(plain(name)) for name in result.schema.names]
    rows = islice(rows_of(result), ROWS_SHOWN + 1)
    cells = [[Text(_shown(value)) for value in row.values()] for row in rows]
    draw = _records if len(names) * NARROWEST > console.width else _table
    for part in draw(names, cells[:ROWS_SHOWN]):
        console.print(part)
    if len(cells) > ROWS_SHOWN:
        console.print(f"the first {ROWS_SHOWN} rows; --format csv, json or parquet gives all")


def _table(names: Sequence[str], rows: Sequence[Sequence[Text]]) -> Iterator[RenderableType]:
    table = Table(*(Column(name, overflow="fold") for name in names))
    for row in rows:
        table.add_row(*row)
    yield table


def _records(names: Sequence[str], rows: Sequence[Sequence[Text]]) -> Iterator[RenderableType]:
    for number, row in enumerate(rows, 1):
        yield Rule(f"row {number}", align="left")
        record = Table.grid(padding=(0, 2))
        for name, cell in zip(names, row, strict=True):
            record.add_row(name, cell)
        yield record
    if not rows:
        yield f"no rows ({', '.join(names)})"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    text = plain(value if isinstance(value, str) else str(csv_cell(value)))
    return text if len(text) <= CHARS_SHOWN else text[: CHARS_SHOWN - 1] + "…"
