"""`copydesk sources move`: write the new URLs of documents that a site has moved for good."""

from __future__ import annotations

import click

from flows.cli.cli_context import CliContext
from flows.cli.sources.chosen import chosen_sources
from flows.configuration import load_settings
from flows.display.plain import plain
from flows.sources.moves import LOOKS, moves, with_moves
from warehouse.snapshots.snapshot import current_snapshot


@click.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Show the new addresses and leave the configuration as it is.")
@click.pass_obj
def move(context: CliContext, name: str, dry_run: bool) -> None:
    """Write the new addresses of documents that the site has moved for good into a source's table.

    A document has moved when the last three runs were led to the same new address by permanent redirects. The
    source keeps its name, and with it everything that is known of it.
    """
    (source,) = chosen_sources(load_settings(context.config), (name,))
    found = moves(current_snapshot(context.data), source)
    for old, new in found.items():
        click.echo(f"{plain(old)} → {plain(new)}")
    if not found:
        raise click.ClickException(f"no document of {name} was moved for good in its last {LOOKS} runs")
    if not dry_run:
        before = context.config.read_text(encoding="utf-8")
        context.config.write_text(with_moves(before, name, found), encoding="utf-8")
        load_settings(context.config)
