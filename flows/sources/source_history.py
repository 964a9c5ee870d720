"""The history of every source, from the snapshot's fetches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flows.sources.pacing import LATELY_DAYS, SourceHistory
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_DAYS = 60


def source_histories(snapshot: Snapshot, now: datetime) -> dict[str, SourceHistory]:
    """By name. A look is one run's reading of a source's documents; it failed when all of them did."""
    days = {"since": _DAYS, "lately": LATELY_DAYS}
    with connect_landed(snapshot, ["fetches"]) as database:
        moments = {name: now - timedelta(days=number) for name, number in days.items()}
        rows = execute(database, "sources/histories", **moments).fetchall()
    return {row[0]: _history(row, now) for row in rows}


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
