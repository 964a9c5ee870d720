"""`copydesk promos`: the blocks that were learned of a source's sites."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dedupe.blocks import SiteModel
from flows.cleaning.learned_blocks import LearnedBlock, LearnedBlocks
from flows.cli.cli_context import CliContext
from flows.display.as_json import echo_json, json_option
from flows.display.plain import plain
from flows.display.terminal import wide_console
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect_landed

EPILOG = """\b
Examples:
  copydesk promos example-news
  copydesk promos example-news --limit 100 --all
"""


@click.command(epilog=EPILOG)
@click.argument("source")
@click.option("--limit", type=click.IntRange(1, 10_000), default=30, show_default=True, help="Blocks a site.")
@click.option("--all", "every", is_flag=True, help="Also blocks that are not in enough stories yet.")
@json_option
@click.pass_obj
def promos(context: CliContext, source: str, limit: int, every: bool, as_json: bool) -> None:
    """Show the blocks that the sites of SOURCE repeat, most frequent first, each with an example.

    Exits with 1 when nothing has been learned.
    """
    console = wide_console()
    with connect_landed(Lake(context.data).current()) as database:
        learned = LearnedBlocks(database)
        found = {site: learned.blocks_of(site) for site in learned.sites_of(source)}
    shown = {
        site: [block for block in blocks if every or model.repeats(block.fingerprint)][:limit]
        for site, (model, blocks) in found.items()
    }
    if as_json:
        echo_json([_figures(site, found[site][0], blocks) for site, blocks in shown.items()])
        return
    for site, some in shown.items():
        _show(console, site, found[site][0], some)
    if not any(blocks for _, blocks in found.values()):
        click.echo(f"no repeated blocks: no block of {source} occurs in two of its stories")
        sys.exit(1)


def _figures(site: str, model: SiteModel, blocks: list[LearnedBlock]) -> dict[str, Any]:
    return {"site": site, "stories": model.stories, "cut_from": model.needed, "blocks": blocks}


def _show(console: Console, site: str, model: SiteModel, blocks: list[LearnedBlock]) -> None:
    table = Table(title=Text(f"{site}: {model.stories} stories; blocks in {model.needed} or more are cut"))
    table.add_column("stories", justify="right")
    table.add_column("tail", justify="right")
    table.add_column("head", justify="right")
    table.add_column("block", ratio=2)
    table.add_column("example", ratio=1, overflow="fold")
    for block in blocks:
        counts = (str(block.stories), str(block.tail), str(block.head))
        table.add_row(*counts, Text(plain(block.sample)), Text(plain(block.url or "")))
    console.print(table)
