"""`copydesk sources`: add, check, and lists of subscriptions."""

from __future__ import annotations

import click

from flows.cli.sources.add_source import add
from flows.cli.sources.check_sources import check
from flows.cli.sources.move_documents import move
from flows.cli.sources.subscriptions import export, import_

EPILOG = """\b
Examples:
  copydesk sources add https://example.org/
  copydesk sources add --backfill --dry-run https://example.org/
  copydesk sources check
  copydesk sources import subscriptions.opml
  copydesk sources move example-org --dry-run
  copydesk sources export > subscriptions.opml
"""


@click.group(epilog=EPILOG)
def sources() -> None:
    """Add, check, import and export the sources of the configuration."""


for command in (add, check, import_, move, export):
    sources.add_command(command)
