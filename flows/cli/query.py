"""`copydesk query`: SQL over a snapshot."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
import duckdb
import pyarrow as pa

from flows.cli.asof import as_of_option, chosen_snapshot, snapshot_option
from flows.cli.cli_context import CliContext
from flows.cli.interruptible import interruptible
from flows.display.query_result import SPREADSHEET, WRITERS, show, write_spreadsheet
from flows.display.terminal import wide_console
from warehouse.base.durable import part_of
from warehouse.query.confine import confine
from warehouse.query.connection import connect
from warehouse.query.statements import run_query

EPILOG = """\b
Examples:
  copydesk query "SELECT source, count(*) FROM articles GROUP BY source"
  copydesk query "SELECT * FROM articles" --format parquet --output articles.parquet
  copydesk query "SELECT count(*) FROM articles" --as-of 2026-11-01T00:00Z
  copydesk query "SHOW TABLES"
"""


@click.command(epilog=EPILOG)
@click.argument("sql")
@click.option("--format", "form", type=click.Choice(["table", *WRITERS]), default="table", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of the terminal; it appears whole or not at all.",
)
@snapshot_option
@as_of_option
@click.option("--spreadsheet", is_flag=True, help=SPREADSHEET)
@click.pass_obj
def query(
    context: CliContext,
    sql: str,
    form: str,
    output: Path | None,
    snapshot: int | None,
    as_of: datetime | None,
    spreadsheet: bool,
) -> None:
    """Run one statement of SQL over the newest snapshot (or an older one) and print the result.

    It reads the snapshot's files and nothing else, and writes nothing but --output.
    """
    if form == "table" and output:
        raise click.UsageError("--output needs --format csv, json or parquet")
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is binary; give --output FILE")
    if spreadsheet and form != "csv":
        raise click.UsageError("--spreadsheet is for --format csv")
    chosen = chosen_snapshot(context.data, snapshot, as_of)
    with connect(chosen) as database:
        confine(database, chosen)
        try:
            interruptible(database, lambda: _write(run_query(database, sql), form, output, spreadsheet))
        except duckdb.Error as error:
            raise click.ClickException(str(error)) from error


def _write(result: pa.RecordBatchReader, form: str, output: Path | None, spreadsheet: bool) -> None:
    write = write_spreadsheet if spreadsheet else WRITERS.get(form)
    if write is None:
        show(result, wide_console())
    elif output is None:
        write(result, sys.stdout.buffer)
        sys.stdout.flush()
    else:
        part = part_of(output)
        try:
            with part.open("wb") as file:
                write(result, file)
            part.replace(output)
        finally:
            part.unlink(missing_ok=True)
