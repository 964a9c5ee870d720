"""`copydesk maintain`: compaction and retention."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from flows.cli.cli_context import CliContext
from flows.configuration import Settings, load_settings
from flows.display.bars import shown_progress
from flows.upkeep.maintenance import maintenance_summary, run_maintenance
from flows.upkeep.nightly_report import write_report

EPILOG = """\b
Example:
  copydesk maintain        as the tables [retention] and [reports] of the configuration say
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def maintain(context: CliContext) -> None:
    """Merge small files and delete what is past its retention. Readers are not blocked.

    Where [reports] names a folder, a report of the last days is written there."""
    settings = load_settings(context.config) if context.config.exists() else Settings()
    done = run_maintenance(context.data, settings, datetime.now(UTC), context.wait, shown_progress())
    if done is None:
        click.echo(f"{context.root}: nothing has landed yet")
        return
    click.echo(maintenance_summary(done))
    if written := write_report(context.data, settings.reports, datetime.now(UTC)):
        click.echo(f"written: {written}", err=True)
