"""`copydesk report`: the last days as one HTML file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from flows.cli.cli_context import CliContext
from flows.configuration import MOST_REPORTED_DAYS
from flows.desk.extra import require_extra

_DAYS = click.IntRange(1, MOST_REPORTED_DAYS)

EPILOG = """\b
Examples:
  copydesk report day.html                 the last 24 hours
  copydesk report week.html --days 7

The table [reports] of the configuration makes `copydesk maintain` write one each time.
"""


@click.command(epilog=EPILOG)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--days", type=_DAYS, default=1, show_default=True, help="Days to report on.")
@click.pass_obj
def report(context: CliContext, file: Path, days: int) -> None:
    """Write what landed, the last runs and what is unusual to FILE, one HTML page that needs nothing else."""
    require_extra()
    from flows.desk.overview_file import write_report

    write_report(context.data, file, days, datetime.now(UTC))
    click.echo(f"written: {file}", err=True)
