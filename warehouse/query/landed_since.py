"""A snapshot without the files of months that are over, or month by month: years of footers are not read for
the last weeks, and what reads years holds a month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import Snapshot


def landed_since(snapshot: Snapshot, moment: datetime) -> Snapshot:
    """The snapshot with those files only that may hold a row that landed at `moment` (UTC) or later."""
    files = tuple(
        file
        for file in snapshot.manifest.files
        if LAYOUTS[file.table].home(file.partition) >= LAYOUTS[file.table].partition(moment)
    )
    return replace(snapshot, manifest=replace(snapshot.manifest, files=files))


def landed_about(snapshot: Snapshot, table: str, moments: Iterable[datetime]) -> list[DataFile]:
    """The files of a table that may hold a row that landed at one of some moments (UTC): of their months and
    of the next, since rows have the time at which their run began."""
    layout = LAYOUTS[table]
    homes = {layout.partition(day) for moment in moments for day in (moment, moment + timedelta(days=31))}
    return [file for file in snapshot.manifest.of(table) if layout.home(file.partition) in homes]


def by_month(snapshot: Snapshot, table: str, moment: datetime) -> Iterator[tuple[Snapshot, datetime]]:
    """The files of a table that `landed_since` leaves, a snapshot for each month from the earliest, with the
    last instant of the month, or that of the commit."""
    files = landed_since(snapshot, moment).manifest.of(table)
    for month, some in groupby(sorted(files, key=_month), _month):
        following = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC) + timedelta(days=31)
        end = following.replace(day=1) - timedelta(microseconds=1)
        manifest = replace(snapshot.manifest, files=tuple(some))
        yield replace(snapshot, manifest=manifest), min(end, snapshot.manifest.committed_at)


def _month(file: DataFile) -> str:
    """Such as 2026-11."""
    return file.partition.partition("=")[2][:7]
