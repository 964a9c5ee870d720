"""`copydesk desk`: a web page over the current snapshot."""

from __future__ import annotations

import ipaddress

import click

from flows.cli.cli_context import CliContext
from flows.desk.extra import require_extra

EPILOG = """\b
Examples:
  copydesk desk                                  http://127.0.0.1:8765, for this machine only
  copydesk desk --port 9000
  copydesk desk --host 0.0.0.0 --token "$TOKEN"  for others too, who must give the token
"""


@click.command(epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="Host to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@click.option(
    "--token",
    envvar="COPYDESK_DESK_TOKEN",
    show_envvar=True,
    help="Token that readers send, as ?token=… or as a bearer token. Required beyond loopback.",
)
@click.pass_obj
def desk(context: CliContext, host: str, port: int, token: str | None) -> None:
    """Show the warehouse as web pages until stopped (Ctrl-C).

    It reads only, and no run waits for it.
    """
    if not token and not _is_loopback(host):
        raise click.UsageError(
            f"--host {host} is reachable from other machines: give --token with at least 16 characters"
        )
    if token is not None and len(token) < 16:
        raise click.UsageError("the token has fewer than 16 characters")
    require_extra()
    import uvicorn

    from flows.desk.app import desk_app

    click.echo(f"The desk: http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
    uvicorn.run(desk_app(context.data, token), host=host, port=port, log_level="warning", server_header=False)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
