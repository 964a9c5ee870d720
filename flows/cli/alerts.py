"""`copydesk alerts`: what is open, and whether messages arrive."""

from __future__ import annotations

import sys

import click

from flows.alerts.receivers import NotDelivered, receivers
from flows.cli.cli_context import CliContext
from flows.configuration import load_settings

EPILOG = """\b
Example:
  copydesk alerts test
"""


@click.group(epilog=EPILOG)
def alerts() -> None:
    """Try the receivers that the table [alerts] of the configuration names."""


@alerts.command()
@click.pass_obj
def test(context: CliContext) -> None:
    """Send a test message to every receiver of findings.

    Exits with 1 when somebody does not take it, or nobody is named.
    """
    stated = load_settings(context.config).alerts
    named = receivers(stated.urls, stated.command)
    if not named:
        raise click.ClickException(
            f"{context.config} has no receivers: add urls or command to its [alerts] table"
        )
    failed = False
    for receiver in named:
        try:
            receiver.deliver("copydesk: a test", "This is how findings arrive. Nothing is wrong.")
            click.echo(f"{receiver.name}: message accepted")
        except NotDelivered as error:
            failed = True
            click.echo(str(error), err=True)
    sys.exit(1 if failed else 0)
