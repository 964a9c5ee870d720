"""The history of every source, from the snapshot's fetches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from flows.sources.pacing import LATELY_DAYS, SourceHistory
from flows.sources.recent import LOOKED, SINCE, recent
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute


def source_histories(
    data: DataFolder, snapshot: Snapshot, now: datetime, keep: bool = True
) -> dict[str, SourceHistory]:
    """By name. A look is one run's reading of a source's documents; it failed when all of them did.

    Only the holder of the run lock may `keep` what they are found from.
    """
    with recent(data, snapshot, now, LOOKED, keep) as database:
        return histories_in(database, snapshot, now)


def histories_in(
    database: duckdb.DuckDBPyConnection, snapshot: Snapshot, now: datetime
) -> dict[str, SourceHistory]:
    """The same, from a session with the rows of LOOKED."""
    moments = {"since": now - SINCE, "lately": now - timedelta(days=LATELY_DAYS)}
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
