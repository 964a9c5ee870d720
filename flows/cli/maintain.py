"""`copydesk maintain`: compaction and retention."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from flows.cli.context import CliContext
from flows.maintain import keep_in_order
from warehouse.maintenance import Maintained, Retention

DEFAULT = Retention()
EPILOG = """\b
Examples:
  copydesk maintain
  copydesk maintain --pages 90 --snapshots 30
"""


@click.command(epilog=EPILOG)
@click.option(
    "--pages",
    type=click.IntRange(0),
    default=DEFAULT.pages.days,
    show_default=True,
    help="Days raw pages stay.",
)
@click.option(
    "--window",
    type=click.IntRange(1),
    default=DEFAULT.window.days,
    show_default=True,
    help="Days signatures and bands stay; not below window_days of the configuration.",
)
@click.option(
    "--snapshots",
    type=click.IntRange(0),
    default=DEFAULT.snapshots.days,
    show_default=True,
    help="Days a snapshot stays after a newer one replaced it.",
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=DEFAULT.keep,
    show_default=True,
    help="Newest snapshots that always stay.",
)
@click.pass_obj
def maintain(context: CliContext, pages: int, window: int, snapshots: int, keep: int) -> None:
    """Merge small files, drop what is past its retention. Readers go on meanwhile."""
    retention = Retention(timedelta(days=pages), timedelta(days=window), timedelta(days=snapshots), keep)
    done = keep_in_order(context.data, datetime.now(UTC), retention)
    click.echo(_summary(done) if done else f"{context.data.root}: nothing has landed yet")


def _summary(done: Maintained) -> str:
    return (
        f"snapshot {done.snapshot.number}: "
        f"{done.files_before} files ({done.bytes_before / 1e6:.1f} MB) became "
        f"{done.files_after} ({done.bytes_after / 1e6:.1f} MB); "
        f"{done.snapshots_removed} old snapshots and {done.files_removed} unnamed files removed"
    )
