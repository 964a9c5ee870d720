"""`copydesk sources`: add, check, and lists of subscriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.cli.context import CliContext
from flows.cli.preview import preview
from flows.display.as_json import echo_json, json_option
from flows.display.terminal import plain, wide_console
from flows.settings import Settings, load_settings
from flows.sources.advice import advice
from flows.sources.allowing import allow_line
from flows.sources.lists import lists_of_last_runs
from flows.sources.moves import LOOKS, moves, with_moves
from flows.sources.probing import probe
from flows.sources.sample import sample
from flows.sources.table import choose, hub_lines, name_for, subscribed, table_text
from spiders.probe import Probed
from spiders.sources.opml import read_opml, write_opml
from spiders.sources.source import Source
from spiders.urls import normalise
from warehouse.lake.snapshots import current_snapshot

EPILOG = """\b
Examples:
  copydesk sources add https://example.org/
  copydesk sources add --backfill --dry-run https://example.org/
  copydesk sources check
  copydesk sources import subscriptions.opml
  copydesk sources move example-org --dry-run
  copydesk sources export > subscriptions.opml
"""


@click.group(epilog=EPILOG)
def sources() -> None:
    """Add, check, import and export the sources of the configuration."""


@sources.command()
@click.argument("url")
@click.option("--name", help="Name of the source (default: made from the host).")
@click.option("--backfill", is_flag=True, help="Watch a sitemap too, for what the feed no longer holds.")
@click.option("--dry-run", is_flag=True, help="Show the table and leave the configuration as it is.")
@click.pass_obj
def add(context: CliContext, url: str, name: str | None, backfill: bool, dry_run: bool) -> None:
    """Look at a site, show three of its articles, and write the table that watches it.

    URL is its front page or one of its feeds.

    Tried are the feeds that its front page names, the sitemaps that its robots.txt names, and common
    addresses; the feed that the front page names first is preferred, and a news sitemap stands beside it.
    """
    settings = load_settings(context.config)
    home = normalise(url)
    name = name or name_for(home, settings.sources)
    if name in settings.sources:
        raise click.ClickException(f"{context.config} has a source {name} already; choose another --name")
    with Console(stderr=True).status(f"looking at {plain(home)}"):
        probed = list(probe([Source(name=name, home=home)], settings, explore=True))
    home = _home(probed, home, settings)
    lists = choose(probed, backfill)
    feeds, sitemaps = (tuple(lists.get(key, ())) for key in ("feeds", "sitemaps"))
    source = Source(name=name, home=home, feeds=feeds, sitemaps=sitemaps)
    with Console(stderr=True).status(f"reading a few pages of {plain(home)}"):
        tried = sample(source, settings)
    text = table_text(name, home, lists, backfill) + hub_lines(probed, feeds)
    _print(one for one in probed if one.outcome == "fetched")
    wide_console().print(preview(tried))
    click.echo(text)
    if not dry_run:
        _append(context.config, [text])


@sources.command()
@click.argument("names", nargs=-1)
@json_option
@click.pass_obj
def check(context: CliContext, names: tuple[str, ...], as_json: bool) -> None:
    """Ask for every document of the sources (all, or those named) and say what to mend.

    Exits with 1 when a source gives nothing at all.
    """
    settings = load_settings(context.config)
    wanted = _chosen(settings, names)
    probed = list(probe(wanted, settings))
    if as_json:
        now = datetime.now(UTC)
        echo_json([{**asdict(one), "to_mend": advice(one, now)} for one in probed])
    else:
        _print(probed)
        for line in lists_of_last_runs(current_snapshot(context.data), [source.name for source in wanted]):
            click.echo(plain(line))
    good = {one.source for one in probed if one.outcome == "fetched" and one.links}
    missing = [source.name for source in wanted if source.name not in good]
    if missing:
        raise click.ClickException(f"nothing comes from {', '.join(missing)}")


@sources.command("import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def import_(context: CliContext, path: Path) -> None:
    """Append the feeds of an OPML subscription list, one source a site; what is there is left alone.

    Every outline that gives no feed, and every feed that is watched already, is named.
    """
    settings = load_settings(context.config)
    left_out: list[str] = []
    items = read_opml(path, left_out.append)
    known = {feed for source in settings.sources.values() for feed in source.feeds}
    left_out += [f"{item.feed} is watched already" for item in items if item.feed in known]
    for line in left_out:
        click.echo(f"left out: {plain(line)}", err=True)
    _append(context.config, subscribed(items, settings.sources))


@sources.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Show the new addresses and leave the configuration as it is.")
@click.pass_obj
def move(context: CliContext, name: str, dry_run: bool) -> None:
    """Write the new addresses of documents that the site has moved for good into a source's table.

    A document has moved when the last three runs were led to the same new address by permanent redirects. The
    source keeps its name, and with it everything that is known of it.
    """
    (source,) = _chosen(load_settings(context.config), (name,))
    found = moves(current_snapshot(context.data), source)
    for old, new in found.items():
        click.echo(f"{plain(old)} → {plain(new)}")
    if not found:
        raise click.ClickException(f"no document of {name} was moved for good in its last {LOOKS} runs")
    if not dry_run:
        before = context.config.read_text(encoding="utf-8")
        context.config.write_text(with_moves(before, name, found), encoding="utf-8")
        load_settings(context.config)


@sources.command()
@click.pass_obj
def export(context: CliContext) -> None:
    """Write every feed of the configuration to standard output as OPML."""
    click.echo(write_opml(load_settings(context.config).sources.values()).decode(), nl=False)


def _home(probed: list[Probed], given: str, settings: Settings) -> str:
    """The front page that was read; the root of the host where only the feed was that was given."""
    fronts = [one for one in probed if one.kind == "front_page"]
    read = next((one.url for one in fronts if one.outcome == "fetched"), None)
    if read is not None:
        return read
    if any(one.kind == "feed" and one.url == given and one.outcome == "fetched" for one in probed):
        return urljoin(given, "/")
    why = fronts[0].detail or fronts[0].reason if fronts else "no answer"
    offer = _offer(given, settings) if fronts and fronts[0].reason == "private_address" else ""
    raise click.ClickException(f"{given} cannot be read: {plain(why)}{offer}")


def _offer(home: str, settings: Settings) -> str:
    line = allow_line(home, settings.network_allow)
    return f"\nIf it is yours, write into the configuration and try again:\n\n[network]\n{line}"


def _chosen(settings: Settings, names: tuple[str, ...]) -> list[Source]:
    unknown = [name for name in names if name not in settings.sources]
    if unknown:
        raise click.ClickException(f"no such source: {', '.join(unknown)}")
    return [settings.sources[name] for name in names] or list(settings.sources.values())


def _append(config: Path, texts: list[str]) -> None:
    with config.open("a", encoding="utf-8") as file:
        file.writelines("\n" + text for text in texts)
    load_settings(config)
    click.echo(f"{config}: {len(texts)} sources added", err=True)


def _print(probed: Iterable[Probed]) -> None:
    now = datetime.now(UTC)
    table = Table("source", "document", "found", "newest", "to mend")
    for one in sorted(probed, key=lambda one: one.source):
        newest = datetime.fromisoformat(one.newest) if one.newest else None
        table.add_row(
            one.source,
            Text(f"{one.kind.replace('_', ' ')} {plain(one.url)}", overflow="fold"),
            str(one.links) if one.outcome == "fetched" else one.reason,
            _age(now - newest) if newest else "",
            Text(plain(advice(one, now) or "")),
        )
    wide_console().print(table)


def _age(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return f"{hours:.0f} h ago" if hours < 72 else f"{hours / 24:.0f} d ago"
