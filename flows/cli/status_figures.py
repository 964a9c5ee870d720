"""What `copydesk status` counts.

Of history it reads little, however long it is: its days and a week before, and what is kept as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.base.data_folder import DataFolder
from warehouse.query.article_count import count_articles
from warehouse.query.connection import connect_for
from warehouse.query.newest_landed import figures_of_sources
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
    sources = figures_of_sources(snapshot, _SOURCES, since, _LATEST)
    return StatusFigures(count_articles(data, snapshot), runs, sources)
