"""`copydesk sources import` and `export`: OPML subscription lists."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.cli_context import CliContext
from flows.cli.sources.write_sources import append_sources
from flows.configuration import load_settings
from flows.display.plain import plain
from flows.sources.source_toml import subscribed
from spiders.sources.opml import read_opml, write_opml


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def import_(context: CliContext, path: Path) -> None:
    """Append the feeds of an OPML subscription list, one source a site; sources that exist stay as they are.

    Every outline that gives no feed, and every feed that is already watched, is named.
    """
    settings = load_settings(context.config)
    left_out: list[str] = []
    items = read_opml(path, left_out.append)
    known = {feed for source in settings.sources.values() for feed in source.feeds}
    left_out += [f"{item.feed} is already watched" for item in items if item.feed in known]
    for line in left_out:
        click.echo(f"left out: {plain(line)}", err=True)
    append_sources(context.config, subscribed(items, settings.sources))


@click.command()
@click.pass_obj
def export(context: CliContext) -> None:
    """Write every feed of the configuration to standard output as OPML."""
    click.echo(write_opml(load_settings(context.config).sources.values()).decode(), nl=False)
