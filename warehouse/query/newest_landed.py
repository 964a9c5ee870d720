"""Figures of sources in some days, with when their newest article landed: asked of all history only for those
of which none landed in these days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from warehouse.query.connection import connect_for, landed_rows
from warehouse.query.landed_since import landed_since
from warehouse.query.quoting import literal
from warehouse.snapshots.catalog import Readable
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_NEWEST = "sources/newest_landed"
_WEEK = timedelta(days=7)
"""A row lands after its link was seen, however long a run takes: its time is that of the commit. So far apart
may the clocks of machines be that share a lake."""


def figures_of_sources(snapshot: Snapshot, statement: str, since: date, newest: int) -> list[tuple[Any, ...]]:
    """The rows of a statement that reads what landed since a day (UTC), `$since`: a source and its figures.

    At the place `newest` of a row it gives when the newest article landed; where that is NULL, history tells.
    """
    first = datetime.combine(since, time(), UTC) - _WEEK

    def lately(table: str, some: Readable) -> str:
        at = "discovered_at" if table == "fetches" else "landed_at"
        return f"FROM ({landed_rows(table, some)}) WHERE {at} >= {literal(first.isoformat())}::TIMESTAMPTZ"

    with connect_for(landed_since(snapshot, first), [statement], lately) as database:
        rows = [list(row) for row in execute(database, statement, since=since).fetchall()]
    earlier = _newest_landed(snapshot, [row[0] for row in rows if row[newest] is None])
    for row in rows:
        row[newest] = row[newest] or earlier.get(row[0])
    return [tuple(row) for row in rows]


def _newest_landed(snapshot: Snapshot, sources: Sequence[str]) -> dict[str, datetime]:
    """By source (UTC); those of which nothing landed are left out."""
    if not sources:
        return {}
    with connect_for(snapshot, [_NEWEST]) as database:
        return dict(execute(database, _NEWEST, sources=list(sources)).fetchall())
