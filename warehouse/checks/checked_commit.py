"""The commit of a batch, after its data checks; what does not pass them goes into quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.checks.batch_checks import BatchRefused, Fault, check_batch
from warehouse.checks.quarantine import set_aside
from warehouse.snapshots.parquet import conform
from warehouse.snapshots.snapshot import LandedSegment, Snapshot, commit


def commit_checked(
    data: DataFolder,
    base: Snapshot,
    rows: Mapping[str, pa.Table],
    segments: Sequence[LandedSegment],
    now: datetime,
    found: tuple[Fault, ...] = (),
) -> Snapshot:
    """Commit a batch that passes the data checks, as `warehouse.snapshots.snapshot.commit` does.

    `found` are faults that the caller knows of.

    Raises BatchRefused, after moving the batch with its segments into quarantine, when there is a fault.
    """
    pages = [segment.path / "pages.parquet" for segment in segments]
    conforming = {table: conform(some, table) for table, some in rows.items()}
    faults = (*found, *check_batch(data, base, conforming, pages, now))
    if faults:
        raise BatchRefused(faults, set_aside(data, conforming, segments, faults, now))
    return commit(data, base, conforming, segments, now)
