"""`copydesk init`: the first configuration."""

from __future__ import annotations

import json
from importlib.resources import files

import click

from flows.cli.cli_context import CliContext
from flows.configuration import ConfigError, load_settings

EPILOG = """\b
Examples:
  copydesk init                                     prompts for the contact
  copydesk init --contact mailto:desk@example.org
  copydesk init --contact mailto:desk@example.org --examples --force
"""


@click.command(epilog=EPILOG)
@click.option(
    "--contact",
    prompt="Contact for the operators of the sites (email address or URL)",
    help="An email address or URL; it goes into the user agent of every request.",
)
@click.option("--examples", is_flag=True, help="With five well-known public feeds, to try it out.")
@click.option("--force", is_flag=True, help="Replace a configuration that is already there.")
@click.pass_obj
def init(context: CliContext, contact: str, examples: bool, force: bool) -> None:
    """Write a commented configuration, without sources unless --examples is given."""
    path = context.config
    if path.exists() and not force:
        raise click.ClickException(f"{path} is already there; --force replaces it, --config names another")
    text = _template("sources.toml").format(contact=json.dumps(contact))
    before = path.read_bytes() if path.exists() else None
    path.write_text(text + (f"\n{_template('examples.toml')}" if examples else ""), encoding="utf-8")
    try:
        sources = load_settings(path).sources
    except ConfigError:
        path.unlink() if before is None else path.write_bytes(before)
        raise
    if sources:
        click.echo(f"{path}: {len(sources)} sources. Next: copydesk sources check; copydesk run")
    else:
        click.echo(f"{path}: no sources yet. Next: copydesk sources add https://example.org/")


def _template(name: str) -> str:
    return files("flows").joinpath("templates", name).read_text(encoding="utf-8")
