"""`copydesk reclean` and `copydesk reextract`: rebuild articles with the model of today."""

from __future__ import annotations

from collections.abc import Callable

import click

from flows.cli.cli_context import CliContext
from flows.ingestion.prepare import prepare_run
from flows.runs.context import RunContext
from flows.upkeep.rebuild_articles import reclean as reclean_articles
from flows.upkeep.rebuild_articles import reextract as reextract_articles
from warehouse.lake.lake import Lake
from warehouse.snapshots.snapshot import Snapshot

EPILOG = """\b
Examples:
  copydesk {verb}
  copydesk {verb} example-news
"""


@click.command(epilog=EPILOG.format(verb="reclean"))
@click.argument("source", required=False)
@click.pass_obj
def reclean(context: CliContext, source: str | None) -> None:
    """Re-clean landed articles with what is known of their sites today.

    An article whose text changes lands as a further extraction of its revision. SOURCE limits it to the
    sites of one source.
    """
    _rebuild(context, source, reclean_articles)


@click.command(epilog=EPILOG.format(verb="reextract"))
@click.argument("source", required=False)
@click.pass_obj
def reextract(context: CliContext, source: str | None) -> None:
    """Re-extract landed pages with today's extractor and boilerplate; nothing is fetched.

    Pages that retention has removed are left as they are. SOURCE limits it to one source.
    """
    _rebuild(context, source, reextract_articles)


def _rebuild(
    context: CliContext, source: str | None, rebuild: Callable[[RunContext, str | None], Snapshot | None]
) -> None:
    run = prepare_run(context.root, context.config, fetch=False, wait=context.wait)
    snapshot = rebuild(run, source)
    if snapshot is None:
        click.echo("no changes; nothing was written")
        return
    Lake(run.data).publish(snapshot, run.progress)
    click.echo(f"snapshot {snapshot.number}: changed articles committed by run {run.run_id}")
