"""`copydesk init`: the first configuration."""

from __future__ import annotations

import json
from importlib.resources import files

import click

from flows.cli.context import CliContext
from flows.settings import ConfigError, load_settings

EPILOG = """\b
Examples:
  copydesk init                                     asks for the contact
  copydesk init --contact mailto:desk@example.org
"""


@click.command(epilog=EPILOG)
@click.option(
    "--contact",
    prompt="Contact for the operators of the sites (mail or web address)",
    help="A mail or web address; it goes into the user agent of every request.",
)
@click.option("--force", is_flag=True, help="Replace a configuration that is already there.")
@click.pass_obj
def init(context: CliContext, contact: str, force: bool) -> None:
    """Write a commented configuration with a handful of well-known public feeds."""
    path = context.config
    if path.exists() and not force:
        raise click.ClickException(f"{path} is already there; --force replaces it, --config names another")
    template = files("flows").joinpath("templates/sources.toml").read_text(encoding="utf-8")
    before = path.read_bytes() if path.exists() else None
    path.write_text(template.format(contact=json.dumps(contact)), encoding="utf-8")
    try:
        sources = load_settings(path).sources
    except ConfigError:
        path.unlink() if before is None else path.write_bytes(before)
        raise
    click.echo(
        f"{path}: {len(sources)} sources ({', '.join(sources)}). Next: copydesk sources check; copydesk run"
    )
