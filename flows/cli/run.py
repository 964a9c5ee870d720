"""`copydesk run`: one run from end to end."""

from __future__ import annotations

import click

from flows.cli.context import CliContext
from flows.display.report import summary
from flows.display.terminal import wide_console
from flows.landing.land import directly
from flows.orchestration.environment import configure_prefect
from flows.prepare import prepare
from flows.run import Ingested, ingest
from warehouse.lock import run_lock

EPILOG = """\b
Examples:
  copydesk run                      crawl all sources, as the Prefect flow `ingest`
  copydesk run --direct             the same stages without Prefect
  copydesk import crawl.warc.gz && copydesk run --no-fetch
"""


@click.command(epilog=EPILOG)
@click.option(
    "--direct", is_flag=True, help="Without Prefect: starts at once, keeps no history in its server."
)
@click.option("--no-fetch", is_flag=True, help="Land what was imported or left behind; no request is made.")
@click.option(
    "--workers",
    type=click.IntRange(0),
    default=0,
    help="Extraction processes; 0 takes the configured number, or one a core.",
)
@click.pass_obj
def run(context: CliContext, direct: bool, no_fetch: bool, workers: int) -> None:
    """Bring the warehouse up to date: crawl, extract, clean, match, commit, publish.

    Exits with 0 when the run has landed, whatever single pages came to; with 1 when it could not land.
    """
    run_context = prepare(context.root, context.config, not no_fetch, workers, context.wait)
    if direct:
        ingested = ingest(run_context, not no_fetch, directly)
    else:
        wait_for_others(context)
        ingested = _as_flow(context, not no_fetch, workers)
    wide_console().print(summary(ingested))


def wait_for_others(context: CliContext) -> None:
    """Another run is waited for before Prefect starts. Raises AlreadyRunning."""
    context.data.create()
    with run_lock(context.data, context.wait):
        pass


def _as_flow(context: CliContext, fetch: bool, workers: int) -> Ingested:
    """The Prefect flow, imported only now: Prefect takes seconds to import and reads its settings then.

    The flow prepares its own run: as a deployment it is all that there is.
    """
    if configure_prefect():
        click.echo(
            "starting Prefect's embedded server (about ten seconds; --direct does without it)", err=True
        )
    from flows.orchestration.ingest import ingest as ingest_flow

    return ingest_flow(data=str(context.root), config=str(context.config), fetch=fetch, workers=workers)
