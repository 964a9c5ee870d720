"""Figures of sources in some days, with when their newest article landed: asked of all history only for those
of which none landed in these days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from warehouse.query.connection import connect_for
from warehouse.query.landed_since import landed_since
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_NEWEST = "sources/newest_landed"


def figures_of_sources(snapshot: Snapshot, statement: str, since: date, newest: int) -> list[tuple[Any, ...]]:
    """The rows of a statement that reads what landed since a day (UTC), `$since`: a source and its figures.

    At the place `newest` of a row it gives when the newest article landed; where that is NULL, history tells.
    """
    lately = landed_since(snapshot, datetime.combine(since, time(), UTC))
    with connect_for(lately, [statement]) as database:
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
