"""`copydesk metrics`: the figures of `status` for monitoring."""

from __future__ import annotations

import click

from flows.cli.cli_context import CliContext
from flows.doctor.metrics import metrics_text

EPILOG = """\b
Example:
  copydesk metrics        from a cron job into the folder of the node exporter, or behind a small web server
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def metrics(context: CliContext) -> None:
    """Print snapshot, last run, sources, findings, disk and locks as OpenMetrics text."""
    click.echo(metrics_text(context.folder), nl=False)
