"""`copydesk serve`: runs on a schedule on one machine."""

from __future__ import annotations

import click

from flows.cli.cli_context import CliContext
from flows.cli.timing import cron_option, every_option, groups_option, timing_of
from flows.configuration import load_settings
from flows.orchestration.environment import configure_prefect
from flows.sources.groups import groups_of

EPILOG = """\b
Examples:
  copydesk serve                  a run every hour, with a Prefect server of its own on loopback
  copydesk serve --cron "5 6-22 * * *" --by-group
"""


@click.command(epilog=EPILOG)
@every_option
@cron_option
@groups_option
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=4200,
    show_default=True,
    help="Port of the Prefect server.",
)
@click.pass_obj
def serve(context: CliContext, every: int, cron: str | None, by_group: bool, port: int) -> None:
    """Run on a schedule until stopped (Ctrl-C, SIGTERM).

    Uses the Prefect server that is configured (PREFECT_API_URL); without one, starts one on 127.0.0.1.
    """
    settings = load_settings(context.config)
    configure_prefect(quiet=False)
    from flows.orchestration.deployments import deployments
    from flows.orchestration.prefect_server import PAGE_AND_SCHEDULES, prefect_server
    from flows.orchestration.serving import serve_deployments

    groups = groups_of(settings.sources.values()) if by_group else ()
    served = list(deployments(context.root, context.config, timing_of(every, cron), groups))
    with prefect_server(context.data.logs.resolve(), port, PAGE_AND_SCHEDULES) as own:
        for one in served:
            click.echo(f"serving {one.flow.name}/{one.name}", err=True)
        if own:
            click.echo(f"Prefect's page: {own}", err=True)
        serve_deployments(served, context.root)
