"""`copydesk mcp`: the warehouse for assistants."""

from __future__ import annotations

import importlib.util

import click

from flows.cli.cli_context import CliContext

EPILOG = """\b
Examples:
  copydesk mcp                     for a client that starts it, over standard input and output
  copydesk mcp --include-reserved  where you have the publishers' permission
"""


@click.command(epilog=EPILOG)
@click.option(
    "--include-reserved",
    is_flag=True,
    help="Give texts too whose publishers reserve their use by machines (TDMRep, no training).",
)
@click.pass_obj
def mcp(context: CliContext, include_reserved: bool) -> None:
    """Answer an assistant's questions over the Model Context Protocol, on standard input and output.

    It reads the current snapshot and nothing else; no run waits for it.
    """
    if importlib.util.find_spec("mcp.server") is None:
        raise click.ClickException("the server for assistants needs its extra: pip install 'copydesk[mcp]'")
    from flows.mcp.server import mcp_server

    mcp_server(context.data, include_reserved).run("stdio")
