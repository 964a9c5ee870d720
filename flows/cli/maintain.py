"""`copydesk maintain`: compaction and retention."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from flows.cli.cli_context import CliContext
from flows.configuration import Settings, load_settings
from flows.upkeep.maintenance import maintenance_summary, run_maintenance

EPILOG = """\b
Example:
  copydesk maintain        as the table [retention] of the configuration says
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def maintain(context: CliContext) -> None:
    """Merge small files and delete what is past its retention. Readers are not blocked."""
    settings = load_settings(context.config) if context.config.exists() else Settings()
    done = run_maintenance(context.data, settings, datetime.now(UTC), context.wait)
    click.echo(maintenance_summary(done) if done else f"{context.root}: nothing has landed yet")
