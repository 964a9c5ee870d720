"""`copydesk sources move`: write the new URLs of documents that a site has moved for good."""

from __future__ import annotations

import click

from flows.cli.cli_context import CliContext
from flows.cli.sources.chosen import chosen_sources
from flows.configuration import load_settings
from flows.display.plain import plain
from flows.sources.moves import LOOKS, former_hosts, moved_documents, moved_to, with_moves
from warehouse.lake.lake import Lake


@click.command()
@click.argument("name")
@click.option("--to", "home", metavar="URL", help="The site's new front page, where nothing redirects to it.")
@click.option("--dry-run", is_flag=True, help="Show the new URLs and leave the configuration as it is.")
@click.pass_obj
def move(context: CliContext, name: str, home: str | None, dry_run: bool) -> None:
    """Write the new URLs of documents that the site has moved for good into a source's table.

    A document has moved when the last three runs were led to the same new URL by permanent redirects; with
    --to all documents on the site's host keep their paths at the new one. The source keeps its name, and its
    articles keep their keys: the hosts that they had stand in `former_hosts`.
    """
    (source,) = chosen_sources(load_settings(context.config), (name,))
    found = moved_to(source, home) if home else moved_documents(Lake(context.data).current(), source)
    for old, new in found.items():
        click.echo(f"{plain(old)} → {plain(new)}")
    if not found:
        raise click.ClickException(
            f"no document of {name} has moved permanently in its last {LOOKS} runs; --to URL says where it is"
        )
    before = context.config.read_text(encoding="utf-8")
    after = with_moves(before, name, found, former_hosts(source, found))
    if after == before:
        raise click.ClickException(
            f"{context.config} has no table [sources.{name}]: write the new URLs by hand"
        )
    if not dry_run:
        context.config.write_text(after, encoding="utf-8")
        load_settings(context.config)
