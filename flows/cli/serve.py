"""`copydesk serve`: runs on a schedule on one machine."""

from __future__ import annotations

from datetime import timedelta

import click

from flows.cli.context import CliContext
from flows.orchestration.environment import configure_prefect
from flows.orchestration.server import prefect_server
from flows.settings import load_settings

EPILOG = """\b
Examples:
  copydesk serve                  a run every hour, with a Prefect server of its own on loopback
  copydesk serve --every 15
  PREFECT_API_URL=… copydesk serve            with the Prefect server that is configured
"""


@click.command(epilog=EPILOG)
@click.option(
    "--every", type=click.IntRange(1), default=60, show_default=True, help="Minutes between two runs."
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=4200, show_default=True, help="Port of the own server."
)
@click.pass_obj
def serve(context: CliContext, every: int, port: int) -> None:
    """Run on a schedule until this is ended (Ctrl-C).

    Uses the Prefect server that PREFECT_API_URL names; without one, starts one on 127.0.0.1 and ends it.
    """
    load_settings(context.config)
    embedded = configure_prefect()
    if not embedded:
        return _serve(context, every)
    with prefect_server(port) as address:
        click.echo(f"Prefect's page: {address}", err=True)
        return _serve(context, every)


def _serve(context: CliContext, every: int) -> None:
    from flows.orchestration.serving import serve_flows

    serve_flows(context.root, context.config, timedelta(minutes=every))
