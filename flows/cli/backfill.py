"""`copydesk backfill`: archives, landed one after another."""

from __future__ import annotations

from datetime import date, datetime

import click

from flows.cli.cli_context import CliContext
from flows.ingestion.backfill import backfill as backfill_archives
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from spiders.archives.captures import Selection

EPILOG = """\b
Examples:
  copydesk backfill CC-NEWS-20261101*.warc.gz --host example.org
  copydesk backfill archives/ --since 2026-11-01 --until 2026-11-30
"""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog=EPILOG)
@click.argument("archives", nargs=-1, required=True)
@click.option("--source", help="Name of the source of all pages (default: each page's domain).")
@click.option("--host", "hosts", multiple=True, help="Only pages of this host and below; may be repeated.")
@click.option("--since", type=_DAY, help="Only pages captured on this day or later.")
@click.option("--until", type=_DAY, help="Only pages captured on this day or earlier.")
@click.pass_obj
def backfill(
    context: CliContext,
    archives: tuple[str, ...],
    source: str | None,
    hosts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Import archives and land them, one after another. Run it again when it was stopped.

    Each archive is a snapshot of its own; between two, other runs get their turn.
    """
    selection = Selection(
        tuple(host.lower().removeprefix("www.") for host in hosts),
        since.date() if since else date.min,
        until.date() if until else date.max,
    )
    run = prepare_run(context.root, context.config, fetch=False, wait=context.wait)
    for one in backfill_archives(run, archives, selection, source, directly):
        click.echo(f"{one.archive}: {one.landed} articles landed; {one.imported.summary()}")
        for broken in one.imported.broken:
            click.echo(f"unreadable {broken}", err=True)
