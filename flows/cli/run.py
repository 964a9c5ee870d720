"""`copydesk run`: one run from end to end."""

from __future__ import annotations

from collections.abc import Callable

import click

from flows.cli.cli_context import CliContext
from flows.cli.timing import shard_option
from flows.display.as_json import echo_json, json_option
from flows.display.terminal import wide_console
from flows.ingestion.ingest import IngestResult, ingest
from flows.ingestion.prepare import prepare_run
from flows.ingestion.run_report import run_figures, run_summary
from flows.landing.landing_result import directly
from flows.orchestration.environment import configure_prefect
from flows.sources.all_down import all_sources_down
from flows.sources.shards import Shard
from warehouse.base.run_lock import run_lock

EPILOG = """\b
Examples:
  copydesk run                      crawl all sources, as the Prefect flow `ingest`
  copydesk run --direct             the same stages without Prefect
  copydesk run --shard 2/3          of the sites the second third; other machines take 1/3 and 3/3
  copydesk import crawl.warc.gz && copydesk run --no-fetch
"""
Show = Callable[[IngestResult], None]

ALL_DOWN = "no source could be read, every document failed; to see why: copydesk sources check"


@click.command(epilog=EPILOG)
@click.option(
    "--direct", is_flag=True, help="Without Prefect: starts at once, keeps no history in its server."
)
@click.option(
    "--no-fetch", is_flag=True, help="Land imported pages and those of a killed run; no request is made."
)
@click.option(
    "--workers",
    type=click.IntRange(0),
    default=0,
    help="Extraction processes; 0 takes the configured number, or one a core.",
)
@shard_option
@json_option
@click.pass_obj
def run(
    context: CliContext, direct: bool, no_fetch: bool, workers: int, shard: str | None, as_json: bool
) -> None:
    """Bring the warehouse up to date: crawl, extract, clean, match, commit, publish.

    Exits with 0 when the run has landed, whatever the outcome of single pages; with 1 when it could not land,
    or no source could be read (unless the configuration says fail_when_all_down = false).
    """
    carry_out = _directly if direct else _as_flow
    try:
        carry_out(context, not no_fetch, workers, shard or "1/1", _show_json if as_json else _show)
    except SystemExit:
        click.echo(f"stopped; the next run lands the pages in {context.root}/landing", err=True)
        raise


def _directly(context: CliContext, fetch: bool, workers: int, shard: str, show: Show) -> None:
    run = prepare_run(context.root, context.config, fetch, workers, context.wait, shard=Shard.parse(shard))
    show(ingest(run, fetch, directly))
    if fetch and run.settings.fail_when_all_down and all_sources_down(run):
        raise click.ClickException(ALL_DOWN)


def _as_flow(context: CliContext, fetch: bool, workers: int, shard: str, show: Show) -> None:
    """The Prefect flow, imported only now: Prefect takes seconds to import and reads its settings then.

    The flow prepares its own run: as a deployment it is all that there is.
    """
    prepare_run(context.root, context.config, fetch, workers)  # says what is wrong before Prefect starts
    _wait_for_others(context)
    configure_prefect(quiet=True)
    from flows.orchestration.ingest import ingest as ingest_flow
    from flows.orchestration.prefect_server import prefect_server
    from flows.orchestration.server_away import ServerAway

    with prefect_server(context.data.logs):
        try:
            state = ingest_flow(
                data=context.root,
                config=context.config,
                fetch=fetch,
                workers=workers,
                shard=shard,
                return_state=True,
            )
        except ServerAway as away:
            state = away.state
        ingested = state.result(raise_on_failure=False)
    if isinstance(ingested, IngestResult):
        show(ingested)
    if not state.is_completed():
        raise click.ClickException(str(state.message))


def _show(ingested: IngestResult) -> None:
    wide_console().print(run_summary(ingested))


def _show_json(ingested: IngestResult) -> None:
    echo_json(run_figures(ingested))


def _wait_for_others(context: CliContext) -> None:
    """Another run is waited for before Prefect starts. Raises AlreadyRunning."""
    context.data.create()
    with run_lock(context.data, context.wait):
        pass
