"""`copydesk sources add`: look at a site and write the table that watches it."""

from __future__ import annotations

from urllib.parse import urljoin

import click
from rich.console import Console

from flows.cli.cli_context import CliContext
from flows.cli.sources.preview import preview
from flows.cli.sources.probed_table import print_probed
from flows.cli.sources.write_sources import append_sources
from flows.configuration import Settings, load_settings
from flows.display.plain import plain
from flows.display.terminal import wide_console
from flows.sources.allow_line import allow_line
from flows.sources.probing import probe
from flows.sources.sample import sample
from flows.sources.source_toml import choose, hubs_of, name_for, table_text
from spiders.identity.urls import normalise
from spiders.probe import ProbeResult
from spiders.sources.source import Source
from warehouse.values import FetchOutcome, FetchReason


@click.command()
@click.argument("url")
@click.option("--name", help="Name of the source (default: made from the host).")
@click.option("--backfill", is_flag=True, help="Watch a sitemap too, for what the feed no longer holds.")
@click.option("--dry-run", is_flag=True, help="Show the table and leave the configuration as it is.")
@click.pass_obj
def add(context: CliContext, url: str, name: str | None, backfill: bool, dry_run: bool) -> None:
    """Look at a site, show three of its articles, and write the table that watches it.

    URL is its front page or one of its feeds.

    Tried are the feeds that its front page names, the sitemaps that its robots.txt names, and common
    URLs; the feed that the front page names first is preferred, and a news sitemap stands beside it.
    """
    settings = load_settings(context.config)
    home = normalise(url)
    name = name or name_for(home, settings.sources)
    if name in settings.sources:
        raise click.ClickException(f"{context.config} already has a source {name}; choose another --name")
    with Console(stderr=True).status(f"looking at {plain(home)}"):
        probed = list(probe([Source(name=name, home=home)], settings, explore=True))
    home = _home(probed, home, settings)
    lists = choose(probed, backfill)
    feeds, sitemaps = (tuple(lists.get(key, ())) for key in ("feeds", "sitemaps"))
    source = Source(name=name, home=home, feeds=feeds, sitemaps=sitemaps)
    with Console(stderr=True).status(f"reading a few pages of {plain(home)}"):
        tried = sample(source, settings)
    if hubs := hubs_of(probed, feeds):
        lists["hubs"] = hubs
    text = table_text(name, home, lists, backfill)
    print_probed(one for one in probed if one.outcome == FetchOutcome.FETCHED)
    wide_console().print(preview(tried))
    click.echo(text)
    if not dry_run:
        append_sources(context.config, [text])


def _home(probed: list[ProbeResult], given: str, settings: Settings) -> str:
    """The front page that was read; the root of the host where only the feed was that was given."""
    fronts = [one for one in probed if one.kind == "front_page"]
    read = next((one.url for one in fronts if one.outcome == FetchOutcome.FETCHED), None)
    if read is not None:
        return read
    if any(one.kind == "feed" and one.url == given and one.outcome == FetchOutcome.FETCHED for one in probed):
        return urljoin(given, "/")
    why = fronts[0].detail or fronts[0].reason if fronts else "no response"
    offer = _offer(given, settings) if fronts and fronts[0].reason == FetchReason.PRIVATE_ADDRESS else ""
    raise click.ClickException(f"{given} cannot be read: {plain(why)}{offer}")


def _offer(home: str, settings: Settings) -> str:
    line = allow_line(home, settings.network_allow)
    return f"\nIf the host is yours, add this to the configuration and try again:\n\n[network]\n{line}"
