"""`copydesk import`: archives into landing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from flows.cli.cli_context import CliContext
from flows.display.plain import plain
from flows.runs.run_ids import new_run_id
from spiders.archives.captures import Selection
from spiders.archives.import_archives import import_archives
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake

EPILOG = """\b
Examples:
  copydesk import pages.warc.gz saved-pages/ && copydesk run --no-fetch
  copydesk import CC-NEWS-20261101*.warc.gz --host example.org --since 2026-11-01 --until 2026-11-02
"""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("import", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", help="Name of the source of all pages (default: each page's domain).")
@click.option("--host", "hosts", multiple=True, help="Only pages of this host and below; may be repeated.")
@click.option("--since", type=_DAY, help="Only pages captured on this day or later.")
@click.option("--until", type=_DAY, help="Only pages captured on this day or earlier.")
@click.pass_obj
def import_(
    context: CliContext,
    paths: tuple[Path, ...],
    source: str | None,
    hosts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Land the pages of WARC and WACZ files, saved pages (HTML, MHTML) and folders of both.

    Nothing is fetched, and what was imported before is left alone. The next run extracts the pages.

    News of Common Crawl: its monthly list (CC-NEWS/YYYY/MM/warc.paths.gz) names a file for every few hours.
    Download those of the wanted days; --host, --since and --until choose among their pages.
    """
    console = Console(stderr=True)
    selection = Selection(
        tuple(host.lower().removeprefix("www.") for host in hosts),
        since.date() if since else date.min,
        until.date() if until else date.max,
    )
    data = context.data
    now = datetime.now(UTC)
    with exclusive_writer(data, context.wait), console.status("reading archives"):
        snapshot = Lake(data).current()
        report = import_archives(paths, data, snapshot, new_run_id(now), now, source, selection)
    for broken in report.broken:
        console.print(f"[yellow]unreadable[/] {escape(broken)}")
    click.echo(report.summary())
    for why, count in report.left_out.most_common():
        click.echo(f"left out: {count} {plain(why)}")
