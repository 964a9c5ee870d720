"""The options that say when `ingest` runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flows.orchestration.deployments import Timing


def _shard(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    from flows.sources.shards import NotAShard, Shard

    try:
        Shard.parse(text or "1/1")
        return text
    except NotAShard as error:
        raise click.UsageError(f"--shard {error}") from error


every_option = click.option(
    "--every", type=click.IntRange(1), default=60, show_default=True, help="Minutes between two runs."
)
cron_option = click.option("--cron", metavar="CRON", help='Run by cron instead, in UTC: "5 * * * *".')
groups_option = click.option(
    "--by-group", is_flag=True, help="A schedule for each group of sources instead of one for all."
)
shard_option = click.option(
    "--shard",
    metavar="K/N",
    callback=_shard,
    help="Only shard K of N: of the sites, each of which belongs to one, or of the archives.",
)


def timing_of(every: int, cron: str | None) -> Timing:
    """When `ingest` runs. Raises click.UsageError for a cron line that is none."""
    from flows.orchestration.cron import NotACron, checked_cron
    from flows.orchestration.deployments import Timing

    try:
        return Timing(timedelta(minutes=every), checked_cron(cron) if cron else None)
    except NotACron as error:
        raise click.UsageError(f"--cron {error}") from error
