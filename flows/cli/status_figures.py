"""What `copydesk status` counts.

Of history it reads little, however long it is: the months of its days, and what is kept as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from warehouse.base.data_folder import DataFolder
from warehouse.query.article_count import count_articles
from warehouse.query.connection import connect_for
from warehouse.query.landed_since import landed_since
from warehouse.query.newest_landed import newest_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_RUNS, _SOURCES = "cli/status_runs", "cli/status_sources"
_LATEST = -2
"""Where a row of a source has the time at which its newest article landed."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class StatusFigures:
    """The articles of a snapshot, its last runs, and every source that had links in some days."""

    articles: int
    runs: list[Row]
    sources: list[Row]


def status_figures(data: DataFolder, snapshot: Snapshot, since: date) -> StatusFigures:
    """Figures of a snapshot and, of its sources, of the days (UTC) from `since` on."""
    with connect_for(snapshot, [_RUNS]) as database:
        runs = execute(database, _RUNS).fetchall()
    return StatusFigures(count_articles(data, snapshot), runs, _sources(snapshot, since))


def _sources(snapshot: Snapshot, since: date) -> list[Row]:
    lately = landed_since(snapshot, datetime.combine(since, time(), UTC))
    with connect_for(lately, [_SOURCES]) as database:
        rows = execute(database, _SOURCES, since=since).fetchall()
    newest = newest_landed(snapshot, [row[0] for row in rows if row[_LATEST] is None])
    return [(*row[:_LATEST], row[_LATEST] or newest.get(row[0]), row[-1]) for row in rows]
