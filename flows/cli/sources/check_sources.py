"""`copydesk sources check`: request every document of the sources once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from flows.cli.cli_context import CliContext
from flows.cli.sources.chosen import chosen_sources
from flows.cli.sources.probed_table import print_probed
from flows.configuration import load_settings
from flows.display.as_json import echo_json, json_option
from flows.display.plain import plain
from flows.sources.advice import advice
from flows.sources.listing_pages import lists_of_last_runs
from flows.sources.probing import probe
from warehouse.lake.lake import Lake
from warehouse.values import FetchOutcome


@click.command()
@click.argument("names", nargs=-1)
@json_option
@click.pass_obj
def check(context: CliContext, names: tuple[str, ...], as_json: bool) -> None:
    """Request every document of the sources (all, or those named) and say what to fix.

    Exits with 1 when a source gives nothing at all.
    """
    settings = load_settings(context.config)
    wanted = chosen_sources(settings, names)
    probed = list(probe(wanted, settings))
    if as_json:
        now = datetime.now(UTC)
        echo_json([{**asdict(one), "advice": advice(one, now)} for one in probed])
    else:
        print_probed(probed)
        for line in lists_of_last_runs(Lake(context.data).current(), [source.name for source in wanted]):
            click.echo(plain(line))
    good = {one.source for one in probed if one.outcome == FetchOutcome.FETCHED and one.links}
    missing = [source.name for source in wanted if source.name not in good]
    if missing:
        raise click.ClickException(f"no links from {', '.join(missing)}")
