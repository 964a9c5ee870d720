"""The lake as a whole: what is read of it, and how it grows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SILENT, Progress
from warehouse.query.connection import connect
from warehouse.snapshots.catalog import Catalog, Readable, catalog_of
from warehouse.snapshots.parquet import conform
from warehouse.snapshots.retained import NoSuchSnapshot
from warehouse.snapshots.snapshot import EMPTY, LandedSegment, Snapshot, commit, current_snapshot

if TYPE_CHECKING:
    from warehouse.checks.batch_checks import Fault


@dataclass(frozen=True)
class Lake:
    """A lake with its working copy in a data folder.

    Writers hold the lock meanwhile (`warehouse.lake.exclusive_writer`); readers need none.
    """

    data: DataFolder

    @property
    def catalog(self) -> Catalog:
        """Where the lake is recorded. Raises UnsupportedLakeUrl, and what the catalog raises."""
        return catalog_of(self.data)

    def current(self) -> Snapshot:
        """The newest snapshot of the working copy, EMPTY before the first commit. Raises BrokenManifest."""
        return current_snapshot(self.data)

    def newest(self) -> Readable:
        """The newest snapshot, read where the lake is: the working copy may be empty, or behind."""
        numbers = self.catalog.numbers()
        return self.catalog.snapshot(numbers[-1]) if numbers else EMPTY

    def numbered(self, number: int) -> Readable:
        """The snapshot of a number, read where the lake is. Raises NoSuchSnapshot."""
        numbers = self.catalog.numbers()
        if number not in numbers:
            raise NoSuchSnapshot(str(number), numbers)
        return self.catalog.snapshot(number)

    def as_of(self, moment: datetime) -> Readable:
        """The snapshot that was current at `moment` (with a time zone). Raises NoSuchSnapshot."""
        catalog = self.catalog
        numbers = catalog.numbers()
        for number in reversed(numbers):
            snapshot = catalog.snapshot(number)
            if snapshot.manifest.committed_at <= moment:
                return snapshot
        raise NoSuchSnapshot(f"as of {moment.isoformat()}", numbers)

    def connect(self, tables: Collection[str] = ()) -> duckdb.DuckDBPyConnection:
        """A database over the current snapshot; see `warehouse.query.connection.connect`."""
        return connect(self.current(), tables)

    def commit(
        self,
        base: Snapshot,
        rows: Mapping[str, pa.Table],
        segments: Sequence[LandedSegment],
        now: datetime,
        found: tuple[Fault, ...] = (),
    ) -> Snapshot:
        """Commit rows and segments upon `base`, once they pass the data checks.

        `found` are faults that the caller knows of. Raises BatchRefused where there is a fault, after moving
        the batch with its segments into quarantine, and what `warehouse.snapshots.snapshot.commit` raises.
        """
        from warehouse.checks.batch_checks import BatchRefused, check_batch  # here: readers check nothing
        from warehouse.checks.quarantine import set_aside

        pages = [segment.path / "pages.parquet" for segment in segments]
        conforming = {table: conform(some, table) for table, some in rows.items()}
        faults = (*found, *check_batch(self.data, base, conforming, pages, now))
        if faults:
            raise BatchRefused(faults, set_aside(self.data, conforming, segments, faults, now))
        return commit(self.data, base, conforming, segments, now)

    def publish(self, snapshot: Snapshot, progress: Progress = SILENT) -> None:
        """Bring what is derived from a snapshot up to date; see `warehouse.derived.publish`."""
        from warehouse.derived.publish import publish  # here: readers load no search engine

        publish(self.data, snapshot, progress)
