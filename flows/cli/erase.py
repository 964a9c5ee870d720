"""`copydesk erase`: takedowns."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from flows.cli.cli_context import CliContext
from flows.display.as_json import echo_json, json_option
from flows.display.bars import shown_progress
from flows.display.plain import plain
from flows.matching.reelect_canonicals import reelect_canonicals
from spiders.identity.urls import normalise
from warehouse.base.data_folder import DataFolder
from warehouse.base.memory import release_memory
from warehouse.erasure.erase import ErasureSummary, erase, preview
from warehouse.erasure.proof import Trace, needles, traces
from warehouse.erasure.target import Target, find_target
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments

SHOWN = 20
EPILOG = """\b
Examples:
  copydesk erase --url https://example.org/a --reason "court order 12/2026" --dry-run
  copydesk erase --author "Jane Doe" --reason "request of the author"
"""


@click.command("erase", epilog=EPILOG)
@click.option("--url", help="The article at this URL, and its pages.")
@click.option("--article", help="The article of this article_id.")
@click.option("--author", help="Every article that names this author.")
@click.option("--source", help="Everything of this configured source.")
@click.option("--reason", required=True, help="Kept with the hash of what was erased.")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@json_option
@click.pass_obj
def erase_content(
    context: CliContext,
    url: str | None,
    article: str | None,
    author: str | None,
    source: str | None,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Remove content from landing, tables, logs, search index and all retained snapshots.

    A hash of each URL is kept, so that it is not fetched again. Afterwards every byte of the data
    folder is searched for what was erased; exits with 1 when a trace is left, or nothing was found. Exports
    stand elsewhere: the next one --after them names what to delete.
    """
    given = {"url": normalise(url) if url else None, "article": article, "author": author, "source": source}
    chosen = [(scope, value) for scope, value in given.items() if value]
    if len(chosen) != 1:
        raise click.UsageError("give one of --url, --article, --author and --source")
    data = context.data
    with exclusive_writer(data, context.wait):
        if author:
            _refuse_unread(data)
        target = find_target(data, *chosen[0])
        if dry_run:
            seen = preview(data, target)
            if as_json:
                _report_json(seen, target)
            else:
                _report(seen, target, "would be removed")
            return
        shown = shown_progress()
        erased = erase(data, target, chosen[0][0], reason, datetime.now(UTC), reelect_canonicals, shown)
        release_memory()
        left = traces(data, target, shown)
        if as_json:
            _report_json(erased, target, traces_left=[_where(data.root, trace) for trace in left])
        else:
            _report(erased, target, "removed")
            _show_proof(data, target, left)
        sys.exit(1 if left else 0)


def _refuse_unread(data: DataFolder) -> None:
    """The authors of a page are known when it has been extracted."""
    waiting = len(pending_segments(data, Lake(data).current()))
    if waiting:
        raise click.ClickException(
            f"{waiting} segments in {data.landing} are not extracted yet, so their authors are not known; "
            "run first: copydesk run --no-fetch"
        )


def _report(erased: ErasureSummary, target: Target, done: str) -> None:
    table = Table("table", f"rows {done}", caption=f"in all files of {erased.snapshots} retained snapshots")
    for name, count in sorted(erased.rows.items()):
        table.add_row(name, str(count))
    table.add_row("landing and quarantine", str(erased.elsewhere))
    console = Console()
    console.print(f"{len(target.articles)} articles, {len(target.pages)} pages, {len(target.urls)} URLs")
    console.print(table)


def _report_json(erased: ErasureSummary, target: Target, **proof: Sequence[str]) -> None:
    about = {"articles": len(target.articles), "pages": len(target.pages), "urls": len(target.urls)}
    echo_json(about | {"rows": dict(erased.rows), "elsewhere": erased.elsewhere} | proof)


def _show_proof(data: DataFolder, target: Target, left: Sequence[Trace]) -> None:
    click.echo(
        f"searched every file for {len(needles(target))} keys, URLs and lines: {len(left)} traces left"
    )
    for trace in left[:SHOWN]:
        click.echo(f"  {_where(data.root, trace)}")


def _where(root: Path, trace: Trace) -> str:
    return f"{trace.path.relative_to(root)}: {plain(trace.needle)[:100]}"
