"""`copydesk migrate`: files of older schema versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from flows.cli.cli_context import CliContext
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.snapshots.manifest import DataFile
from warehouse.tables import SCHEMA_VERSION
from warehouse.upkeep.migration import migrate as migrate_lake
from warehouse.upkeep.migration import plan_migration

EPILOG = """\b
Examples:
  copydesk migrate --dry-run
  copydesk migrate
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Only say which files would be rewritten.")
@click.pass_obj
def migrate(context: CliContext, dry_run: bool) -> None:
    """Rewrite files of older schema versions with today's columns. Readers are not blocked.

    The files as they were stay until no retained snapshot names them: there must be room for both.
    """
    data = context.data
    if dry_run:
        base = Lake(data).current()
        _report(plan_migration(base.manifest), "would be rewritten")
        return
    with exclusive_writer(data, context.wait):
        _report(migrate_lake(data, datetime.now(UTC)), "rewritten")


def _report(files: Sequence[DataFile], done: str) -> None:
    for table, count in sorted(Counter(file.table for file in files).items()):
        click.echo(f"  {table}: {count}")
    size = sum(file.bytes for file in files) / 1e6
    click.echo(f"{len(files)} files ({size:.1f} MB) {done}; the current schema is {SCHEMA_VERSION}")
