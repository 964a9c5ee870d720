"""`copydesk status`: how the runs and the sources are doing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.alerts.memory import open_findings
from flows.alerts.memory_file import read_memory
from flows.cli.cli_context import CliContext
from flows.cli.status_figures import Row, StatusFigures, status_figures
from flows.display.as_json import echo_json, json_option
from flows.display.plain import plain
from flows.display.sparkline import sparkline
from flows.display.terminal import wide_console
from flows.ingestion.run_report import counts_table, finding_lines
from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import Snapshot

EPILOG = """\b
Examples:
  copydesk status
  copydesk status --days 30
"""

MOST_BARS = 30
"""Days whose counts are drawn: the last of those that are summed up."""


_RUN_NAMES = (
    *("run_id", "status", "started_at", "discovered", "fetched"),
    *("new", "revised", "duplicate", "rejected"),
)
_SOURCE_NAMES = (
    *("source", "discovered", "skipped", "blocked", "failed", "unchanged", "fetched", "rejected"),
    *("new", "revised", "duplicate", "removed_blocks", "newest"),
)


@click.command(epilog=EPILOG)
@click.option(
    "--days", type=click.IntRange(1), default=7, show_default=True, help="Days of source health to sum up."
)
@json_option
@click.pass_obj
def status(context: CliContext, days: int, as_json: bool) -> None:
    """Show the last runs, every source's counts of the last days, and what to look at."""
    console = wide_console()
    snapshot = Lake(context.data).current()
    waiting = len(pending_segments(context.data, snapshot)) if context.data.landing.exists() else 0
    if as_json:
        echo_json(_figures(context.data, snapshot, waiting, days))
        return
    if waiting:
        console.print(f"{waiting} landing segments are waiting; to land them now: copydesk run --no-fetch")
    if snapshot.is_empty:
        console.print(f"{context.root}: nothing has landed yet; start with: copydesk run")
        return
    shown = _last_days(days)
    _show(console, snapshot, status_figures(context.data, snapshot, shown[0]), shown)
    for line in finding_lines(open_findings(read_memory(context.data)), ()):
        console.print(line)


def _figures(data: DataFolder, snapshot: Snapshot, waiting: int, days: int) -> dict[str, Any]:
    figures = status_figures(data, snapshot, _last_days(days)[0])
    return {
        "snapshot": snapshot.number or None,
        "articles": figures.articles,
        "segments_waiting": waiting,
        "runs": [dict(zip(_RUN_NAMES, row, strict=True)) for row in figures.runs],
        "sources": [
            dict(zip(_SOURCE_NAMES, row, strict=False))
            | {"landed_by_day": {day.isoformat(): landed for day, landed in row[-1].items()}}
            for row in figures.sources
        ],
        "findings": open_findings(read_memory(data)),
    }


def _show(console: Console, snapshot: Snapshot, figures: StatusFigures, days: list[date]) -> None:
    console.print(f"snapshot {snapshot.number}: {figures.articles} articles")
    console.print(_runs(figures.runs))
    console.print(_sources(figures.sources, days))


def _runs(rows: list[Row]) -> Table:
    table = Table("run", "status", "started", title="last runs", title_justify="left", box=None)
    for name in ("discovered", "fetched", "new", "revised", "duplicate", "rejected"):
        table.add_column(name, justify="right")
    for run_id, state, started, *counts in rows:
        table.add_row(run_id, state, f"{_age(started)} ago", *(str(count) for count in counts))
    return table


def _sources(rows: list[Row], days: list[date]) -> Table:
    table = counts_table(f"sources, last {len(days)} days")
    drawn = days[-MOST_BARS:]
    table.add_column("newest,\nago", no_wrap=True)
    table.add_column("landed\na day", no_wrap=True, min_width=len(drawn))
    lines = [_line(row, drawn) for row in rows]
    # One row, whose cells have a line for each source: rich takes 2 ms for each row of so many cells.
    if lines:
        table.add_row(*(Text("\n".join(cells)) for cells in zip(*lines, strict=True)))
    return table


def _line(row: Row, drawn: list[date]) -> list[str]:
    source, *counts, latest, landed = row
    bars = sparkline([landed.get(day, 0) for day in drawn])
    return [plain(source), *map(str, counts), _age(latest) if latest else "never", bars]


def _last_days(count: int) -> list[date]:
    """So many days until today, UTC, as `source_health` counts them."""
    today = datetime.now(UTC).date()
    return [today - timedelta(days=ago) for ago in reversed(range(count))]


def _age(moment: datetime) -> str:
    """`2 h`."""
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    for size, unit in ((1440, "d"), (60, "h")):
        if minutes >= size:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"
