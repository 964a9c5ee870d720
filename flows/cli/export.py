"""`copydesk export`: articles as files for downstream tools."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
import duckdb

from flows.cli.asof import Moment, as_of_option, chosen_snapshot, snapshot_option
from flows.cli.cli_context import CliContext
from flows.display.query_result import SPREADSHEET
from warehouse.exports.export import FORMS, export, read_watermark
from warehouse.exports.export_filter import RIGHTS, ExportFilter

EPILOG = """\b
Examples:
  copydesk export monday --format jsonl
  copydesk export tuesday --after monday
  copydesk export german --where "language = 'de'" --since 2026-11-01
"""


@click.command("export", epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), default="parquet", show_default=True)
@click.option("--where", metavar="SQL", help="A condition on the columns of the view articles.")
@click.option("--since", type=Moment(), help="Only what landed after this time.")
@click.option(
    "--after",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Only what landed since this earlier export.",
)
@click.option("--respect-rights", is_flag=True, help=f"Only what the rights columns allow: {RIGHTS}.")
@snapshot_option
@as_of_option
@click.option("--spreadsheet", is_flag=True, help=SPREADSHEET)
@click.pass_obj
def export_articles(
    context: CliContext,
    folder: Path,
    form: str,
    where: str | None,
    since: datetime | None,
    after: Path | None,
    respect_rights: bool,
    snapshot: int | None,
    as_of: datetime | None,
    spreadsheet: bool,
) -> None:
    """Write the view articles into a new FOLDER, with a manifest and a Data Package descriptor."""
    if since and after:
        raise click.UsageError("give --since or --after, not both")
    if spreadsheet and form != "csv":
        raise click.UsageError("--spreadsheet is for --format csv")
    chosen = chosen_snapshot(context.data, snapshot, as_of)
    if chosen is None:
        raise click.ClickException(f"{context.root}: nothing has landed yet; start with: copydesk run")
    wanted = ExportFilter(form, where, read_watermark(after) if after else since, respect_rights, spreadsheet)
    try:
        done = export(chosen, folder, wanted)
    except duckdb.Error as error:
        raise click.ClickException(f"--where {where}: {error}" if where else str(error)) from error
    click.echo(f"{folder}: {done.rows} articles of snapshot {done.snapshot}, watermark {done.watermark}")
