"""Snapshots: the set of files that is published together.

A snapshot is a directory of hard links with a manifest. It is built under a temporary name, synced,
renamed, and only then does the link `current` point to it; each step is synced before the next begins,
so a kill or a power cut at any moment leaves `current` on the old snapshot or on the new one, complete.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART, point, remove, replace, sync_file
from warehouse.base.errors import CopydeskError
from warehouse.base.memory import release_memory
from warehouse.snapshots.catalog import catalog_of
from warehouse.snapshots.current_pointer import current_number
from warehouse.snapshots.datafile import (
    adopt_datafile,
    require_undamaged,
    sync_datafiles,
    write_datafile,
    write_groups,
)
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.linktree import grow_tree
from warehouse.snapshots.manifest import NAME, DataFile, Manifest, read_manifest, to_json
from warehouse.snapshots.merging import plan_merges
from warehouse.snapshots.parquet import conform
from warehouse.snapshots.schema_migrations import refuse_older
from warehouse.tables import SCHEMA_VERSION

logger = logging.getLogger(__name__)

ASIDE = ".unlinked-"
"""In the names of snapshots that were found without a link: they are kept, and read by nobody."""


class StaleBase(CopydeskError):
    """Somebody committed between the reading of a base and the commit upon it."""

    def __init__(self, base: int, current: int) -> None:
        super().__init__(base, current)
        self.base = base
        self.current = current

    def __str__(self) -> str:
        return f"snapshot {self.current} is current, but the commit builds upon {self.base}; run again"


@dataclass(frozen=True)
class Snapshot:
    """One published set of files. `path` is absolute and resolved."""

    number: int
    path: Path
    manifest: Manifest

    def paths(self, table: str) -> list[Path]:
        """The files of one table."""
        return [self.path / table / file.partition / file.name for file in self.manifest.of(table)]

    @property
    def root(self) -> str:
        """The directory below which its files are."""
        return str(self.path)

    def locations(self, table: str) -> list[str]:
        """The files of one table, as DuckDB names them."""
        return [str(path) for path in self.paths(table)]

    def admit(self, database: duckdb.DuckDBPyConnection) -> None:
        """Let a connection read the files: those of this machine need no leave."""

    @property
    def is_empty(self) -> bool:
        """Whether this is the snapshot before the first commit."""
        return self.number == 0


_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
EMPTY = Snapshot(0, Path(), Manifest(0, None, _BEGINNING, "run", SCHEMA_VERSION, segments=(), files=()))
"""The snapshot before the first commit: number 0, no files, no rows. No directory stands for it."""


class LandedSegment(Protocol):
    """A landing segment: a directory with the pages that a snapshot takes in."""

    @property
    def name(self) -> str: ...

    @property
    def path(self) -> Path: ...


def current_snapshot(data: DataFolder) -> Snapshot:
    """The newest snapshot, EMPTY before the first commit. Raises BrokenManifest."""
    number = current_number(data)
    return open_snapshot(data.snapshots / str(number)) if number else EMPTY


def after(base: Snapshot, now: datetime) -> datetime:
    """The moment of the commit upon `base`: `now`, but later than the base even where the clock is not."""
    return max(now, base.manifest.committed_at + timedelta(microseconds=1))


def open_snapshot(path: Path) -> Snapshot:
    """The snapshot in a directory. Raises BrokenManifest."""
    manifest = read_manifest(path / NAME)
    return Snapshot(manifest.number, path.resolve(), manifest)


def commit(
    data: DataFolder,
    base: Snapshot,
    rows: Mapping[str, pa.Table],
    segments: Sequence[LandedSegment],
    now: datetime,
) -> Snapshot:
    """Publish `base` with more rows, by table, and with the pages of `segments`; all or nothing.

    `now` (UTC) becomes the `landed_at` of the rows, which rises with the snapshots even where the clock
    does not, so that it serves as a watermark. The segments leave landing/ when the snapshot stands.
    Raises WrongColumns, StaleBase, and DamagedFile where small files to be merged are damaged.
    """
    now = after(base, now)
    number = base.number + 1
    added = [
        write_datafile(
            data, table, LAYOUTS[table].partition(now), conform(_stamped(some, now), table), number
        )
        for table, some in rows.items()
        if some.num_rows
    ]
    adopted = [
        adopt_datafile(data, segment.path / "pages.parquet", "pages", now, number) for segment in segments
    ]
    files = [*base.manifest.files, *added, *(file for file in adopted if file)]
    merged = _merge_small(data, files, number)
    taken = [segment.name for segment in segments]
    snapshot = install(data, base, merged, now, "run", taken)
    remove(segment.path for segment in segments)
    return snapshot


def install(
    data: DataFolder,
    base: Snapshot,
    files: Sequence[DataFile],
    now: datetime,
    cause: str,
    segments: Sequence[str] = (),
) -> Snapshot:
    """Publish exactly `files`, which stand in lake/data, as the snapshot after `base`.

    The catalog takes it in first. Raises StaleBase, what the catalog raises, and OlderLake where anything
    but a migration builds upon an older major version.
    """
    if cause != "migration":
        refuse_older(base.manifest.schema_version)
    if (current := current_number(data)) != base.number:
        raise StaleBase(base.number, current)
    manifest = Manifest(
        number=base.number + 1,
        parent=base.number or None,
        committed_at=now,
        cause=cause,
        schema_version=SCHEMA_VERSION,
        segments=(*segments, *_still_landed(data, base)),
        files=tuple(files),
    )
    catalog_of(data).commit(manifest)  # which decides: what follows is the working copy
    return make_current(data, manifest, base.manifest)


def make_current(data: DataFolder, manifest: Manifest, base: Manifest | None = None) -> Snapshot:
    """Lay out the snapshot of a manifest, and let `current` point to it; faster where `base` is known."""
    sync_datafiles(data)
    path = data.snapshots / str(manifest.number)
    if path.exists():
        set_snapshot_aside(path)
    replace(lay_out(data, manifest, base), path)
    point(data.current, os.path.relpath(path, data.lake))
    logger.info("snapshot %d: %d files", manifest.number, len(manifest.files))
    return Snapshot(manifest.number, path.resolve(), manifest)


def lay_out(data: DataFolder, manifest: Manifest, base: Manifest | None = None) -> Path:
    """The directory of a snapshot with its manifest, whole and synced, under a temporary name."""
    part = grow_tree(data, manifest, base)
    (part / NAME).write_text(to_json(manifest), encoding="utf-8")
    sync_file(part / NAME)
    sync_file(part)
    return part


def exchange(data: DataFolder, snapshot: Snapshot, files: Sequence[DataFile]) -> None:
    """Give a retained snapshot other files, by one that is built beside it; its number and times stay.

    A kill between the two renames loses this snapshot, as retention would have in its time; a kill anywhere
    else leaves it as it was, or exchanged.
    """
    if tuple(files) == snapshot.manifest.files:
        return
    part = lay_out(data, dataclasses.replace(snapshot.manifest, files=tuple(files)))
    old = snapshot.path.with_name(f"{snapshot.number}-exchanged{PART}")
    snapshot.path.rename(old)
    replace(part, snapshot.path)
    remove([old])


def set_snapshot_aside(path: Path) -> Path:
    """Give a snapshot's directory that nothing links a name that no reader takes for a snapshot's."""
    aside = path.with_name(f"{path.name}{ASIDE}{secrets.token_hex(4)}")
    replace(path, aside)
    return aside


def _stamped(rows: pa.Table, now: datetime) -> pa.Table:
    if "landed_at" not in rows.column_names:
        return rows
    index = rows.schema.get_field_index("landed_at")
    field = rows.schema.field(index)
    return rows.set_column(index, field, pa.array([now] * rows.num_rows, type=field.type))


def _merge_small(data: DataFolder, files: Sequence[DataFile], number: int) -> list[DataFile]:
    merges = plan_merges(files)
    gone = {file.name for group in merges for file in group}
    kept = [file for file in files if file.name not in gone]
    for group in merges:
        release_memory()  # what the batch, or the merge before, took: whole files are put together
        kept.append(merge(data, group, number))
    return kept


def merge(data: DataFolder, group: Sequence[DataFile], number: int) -> DataFile:
    """Files of one table and partition as one new file, rows sorted, of today's schema.

    Raises DamagedFile.
    """
    from warehouse.snapshots.sorted_merge import merged  # here: readers compute nothing with Arrow

    table, partition = group[0].table, group[0].partition
    require_undamaged(data, group)
    count = LAYOUTS[table].rows_a_group(sum(file.rows for file in group))
    rows = merged([data.files / file.name for file in group], table, count)
    return write_groups(data, table, partition, rows, number)


def _still_landed(data: DataFolder, base: Snapshot) -> list[str]:
    """Segments that were taken in before a kill could remove them: not pending, so still to be named."""
    return [name for name in base.manifest.segments if (data.landing / name).exists()]
