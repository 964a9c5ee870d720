"""`copydesk import`: archives into landing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from flows.cli.context import CliContext
from flows.run_ids import new_run_id
from spiders.archive import import_archives
from warehouse.lock import run_lock
from warehouse.snapshots import current_snapshot


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", help="Name of the source of all pages (default: each page's domain).")
@click.pass_obj
def import_(context: CliContext, paths: tuple[Path, ...], source: str | None) -> None:
    """Land the pages of WARC files, HTML files and folders of both.

    Nothing is fetched, and what was imported before is left alone. The next run extracts the pages:

      copydesk import pages.warc.gz saved/ && copydesk run --no-fetch
    """
    console = Console(stderr=True)
    context.data.create()
    now = datetime.now(UTC)
    with run_lock(context.data), console.status("reading archives"):
        snapshot = current_snapshot(context.data)
        report = import_archives(paths, context.data, snapshot, new_run_id(now), now, source)
    for broken in report.broken:
        console.print(f"[yellow]unreadable[/] {escape(broken)}")
    click.echo(
        f"landed {report.landed} pages, {report.failed} other answers; "
        f"{report.already_landed} were there already, {len(report.broken)} unreadable"
    )
