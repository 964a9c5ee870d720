"""`copydesk reclean` and `copydesk reextract`: rebuild articles with the model of today."""

from __future__ import annotations

from collections.abc import Callable

import click

from flows.cli.cli_context import CliContext
from flows.ingestion.prepare import prepare_run
from flows.runs.context import RunContext
from flows.upkeep.rebuild_articles import reclean as reclean_articles
from flows.upkeep.rebuild_articles import reextract as reextract_articles
from warehouse.derived.publish import publish
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
    """Cut the promos of landed articles anew, with what is known of their sites today.

    An article whose text changes lands as a further extraction of its revision. SOURCE limits it to the
    sites of one source.
    """
    _rebuild(context, source, reclean_articles)


@click.command(epilog=EPILOG.format(verb="reextract"))
@click.argument("source", required=False)
@click.pass_obj
def reextract(context: CliContext, source: str | None) -> None:
    """Extract landed pages anew, with the extractor and the promos of today, and fetch nothing.

    Pages that retention has removed are left as they are. SOURCE limits it to one source.
    """
    _rebuild(context, source, reextract_articles)


def _rebuild(
    context: CliContext, source: str | None, rebuild: Callable[[RunContext, str | None], Snapshot | None]
) -> None:
    run = prepare_run(context.root, context.config, fetch=False, wait=context.wait)
    snapshot = rebuild(run, source)
    if snapshot is None:
        click.echo("every article is as it would be made today; nothing was written")
        return
    publish(run.data, snapshot)
    click.echo(f"snapshot {snapshot.number} has the articles that changed; run {run.run_id}")
