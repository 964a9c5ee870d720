"""`copydesk deploy`: what a Prefect server and its workers need."""

from __future__ import annotations

import click

from flows.cli.cli_context import CliContext
from flows.cli.timing import cron_option, every_option, groups_option, shard_option, timing_of
from flows.configuration import load_settings
from flows.orchestration.environment import configure_prefect
from flows.sources.groups import groups_of

EPILOG = """\b
Examples:
  copydesk deploy
  copydesk deploy --pool news --cron "5 * * * *" --by-group
  copydesk deploy --pool news-2 --shard 2/3
  prefect worker start --pool copydesk
"""


@click.command(epilog=EPILOG)
@click.option(
    "--pool", default="copydesk", show_default=True, help="The work pool, made where it is missing."
)
@every_option
@cron_option
@groups_option
@shard_option
@click.pass_obj
def deploy(
    context: CliContext, pool: str, every: int, cron: str | None, by_group: bool, shard: str | None
) -> None:
    """Set up the configured Prefect server (PREFECT_API_URL).

    A process work pool; deployments of ingest, maintain, backfill, reclean and reextract for this data folder
    and configuration; one limit for all that write; automations for runs that died or come too late. Can be
    called again.

    With --shard for one of several machines that share a lake in a bucket, each with a pool of its own: its
    part of `ingest` only; shard 1 has the other deployments.
    """
    if shard and by_group:
        raise click.UsageError("--shard and --by-group exclude each other")
    settings = load_settings(context.config)
    configure_prefect(quiet=True)
    from flows.orchestration.deploying import deploy as deploy_all
    from flows.orchestration.deployments import deployments
    from flows.orchestration.prefect_server import require_server

    require_server()
    groups = groups_of(settings.sources.values()) if by_group else ()
    timing = timing_of(every, cron)
    for name in deploy_all(deployments(context.root, context.config, timing, groups, shard), pool):
        click.echo(f"deployed {name}")
    click.echo(f"next, on a machine with copydesk and the same paths: prefect worker start --pool {pool}")
