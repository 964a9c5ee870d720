"""The history of every source, from the snapshot's fetches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flows.sources.pacing import LATELY_DAYS, SourceHistory
from warehouse.query.connection import connect_landed
from warehouse.query.landed_since import landed_since
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_DAYS = 60
"""What was fetched last so long ago, and is fetched again, counts as new once more, as it does for the crawl
(`flows.crawling.known_urls`): else each run would look at all URLs ever fetched."""


def source_histories(snapshot: Snapshot, now: datetime) -> dict[str, SourceHistory]:
    """By name. A look is one run's reading of a source's documents; it failed when all of them did."""
    days = {"since": _DAYS, "lately": LATELY_DAYS}
    moments = {name: now - timedelta(days=number) for name, number in days.items()}
    with connect_landed(landed_since(snapshot, moments["since"]), ["fetches"]) as database:
        rows = execute(database, "sources/histories", **moments).fetchall()
    quiet = [name for name, _, new, *_ in rows if new is None]
    before = _last_new(snapshot, quiet) if quiet else {}
    return {row[0]: _history((*row[:2], row[2] or before.get(row[0]), *row[3:]), now) for row in rows}


def _last_new(snapshot: Snapshot, sources: list[str]) -> dict[str, datetime]:
    """When the last page of each of some sources was fetched, however long ago."""
    with connect_landed(snapshot, ["fetches"]) as database:
        return dict(execute(database, "sources/last_pages", sources=sources).fetchall())


def _history(row: tuple[Any, ...], now: datetime) -> SourceHistory:
    name, look, new, failing, first, lately, pause = row
    return SourceHistory(
        source=name,
        last_look=_utc(look),
        last_new=new and _utc(new),
        failing_since=failing and _utc(failing),
        watched_days=(now - _utc(first)) / timedelta(days=1),
        new_lately=lately,
        pause_days=float(pause),
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
