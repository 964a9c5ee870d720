"""`copydesk query`: SQL over a snapshot."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
import duckdb
import pyarrow as pa

from flows.cli.asof import as_of_option, chosen_snapshot, snapshot_option
from flows.cli.context import CliContext
from flows.display.result import WRITERS, show
from flows.display.terminal import wide_console
from warehouse.durable import part_of
from warehouse.query.reader import connect

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
@click.pass_obj
def query(
    context: CliContext,
    sql: str,
    form: str,
    output: Path | None,
    snapshot: int | None,
    as_of: datetime | None,
) -> None:
    """Run SQL over the newest snapshot (or an older one) and print the result."""
    if form == "table" and output:
        raise click.UsageError(
            "a table is for the terminal; with --output give --format csv, json or parquet"
        )
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for the terminal; give --output FILE")
    with connect(chosen_snapshot(context.data, snapshot, as_of)) as database:
        try:
            _write(database.execute(sql).to_arrow_reader(), form, output)
        except duckdb.Error as error:
            raise click.ClickException(str(error)) from error


def _write(result: pa.RecordBatchReader, form: str, output: Path | None) -> None:
    if form == "table":
        show(result, wide_console())
    elif output is None:
        WRITERS[form](result, sys.stdout.buffer)
        sys.stdout.flush()
    else:
        part = part_of(output)
        with part.open("wb") as file:
            WRITERS[form](result, file)
        part.replace(output)
