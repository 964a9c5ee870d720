"""`copydesk backfill`: archives, landed one after another."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from flows.cli.cli_context import CliContext
from flows.cli.timing import shard_option
from flows.ingestion.backfill import Wanted
from flows.ingestion.backfill import backfill as backfill_archives
from flows.ingestion.backfill_plan import plan
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from flows.sources.shards import Shard
from spiders.archives.captures import Selection

EPILOG = """\b
Examples:
  copydesk backfill CC-NEWS-20261101*.warc.gz --host example.org
  copydesk backfill archives/ --since 2026-11-01 --until 2026-11-30
  copydesk backfill warc.paths.gz --since 2026-11-01 --until 2026-11-07 --plan
"""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog=EPILOG)
@click.argument("archives", nargs=-1, required=True)
@click.option("--source", help="Name of the source of all pages (default: each page's domain).")
@click.option("--host", "hosts", multiple=True, help="Only pages of this host and below; may be repeated.")
@click.option("--since", type=_DAY, help="Only pages captured on this day or later.")
@click.option("--until", type=_DAY, help="Only pages captured on this day or earlier.")
@click.option(
    "--below",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder below which the archives of a list are (default: the list's own).",
)
@click.option("--plan", "only_plan", is_flag=True, help="Estimate pages, CPU, disk and hours from a sample.")
@shard_option
@click.pass_obj
def backfill(
    context: CliContext,
    archives: tuple[str, ...],
    source: str | None,
    hosts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    below: Path | None,
    only_plan: bool,
    shard: str | None,
) -> None:
    """Import archives and land them, one after another. Run it again when it was stopped.

    ARCHIVES are WARC and WACZ files, saved pages, folders, patterns, and lists of archives (warc.paths.gz),
    of which those of CC-NEWS are chosen by the days in their names. Nothing is fetched. Archives that have
    landed are passed over. Each archive is a snapshot of its own; between two, other runs get their turn.
    With --shard one of several machines takes its part of the archives.
    """
    selection = Selection(
        tuple(host.lower().removeprefix("www.") for host in hosts),
        since.date() if since else date.min,
        until.date() if until else date.max,
    )
    run = prepare_run(context.root, context.config, fetch=False, wait=context.wait)
    wanted = Wanted(archives, selection, source, below, Shard.parse(shard or "1/1"))
    if only_plan:
        for line in plan(run, wanted).lines(run.workers):
            click.echo(line)
        return
    for one in backfill_archives(run, wanted, directly):
        click.echo(f"{one.archive}: {one.landed} articles landed; {one.imported.summary()}")
        for broken in one.imported.broken:
            click.echo(f"unreadable {broken}", err=True)
