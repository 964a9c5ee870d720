"""`copydesk migrate`: files of older schema versions."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from flows.cli.context import CliContext
from warehouse.lock import run_lock
from warehouse.migration import migrate as migrate_lake
from warehouse.sweep import sweep
from warehouse.tables import SCHEMA_VERSION

EPILOG = """\b
Example:
  copydesk migrate
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def migrate(context: CliContext) -> None:
    """Rewrite files of older schema versions with today's columns. Readers go on meanwhile."""
    data = context.data
    data.create()
    with run_lock(data):
        sweep(data)
        count = migrate_lake(data, datetime.now(UTC))
    click.echo(f"{count} files rewritten; every file has the columns of schema {SCHEMA_VERSION}")
