"""Making the immutable files of the lake."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import link, part_of, sync_file
from warehouse.base.errors import CopydeskError
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.parquet import DENSE, footer_of, open_writer, sha256_of, sort_rows, write_rows


class DamagedFile(CopydeskError):
    """A data file is not what its manifest says; nothing was made of it."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; to repair it: copydesk fsck --repair"


def require_undamaged(data: DataFolder, files: Iterable[DataFile]) -> None:
    """Raises DamagedFile unless each file has the checksum that its manifest says.

    Whoever makes new files of old ones asks this first: a flipped byte that can still be decoded would get
    a checksum that fits, and nobody would ever find it.
    """
    for file in files:
        path = data.files / file.name
        try:
            is_sound = sha256_of(path) == file.sha256
        except OSError as error:
            raise DamagedFile(path, f"cannot be read ({error.strerror})") from error
        if not is_sound:
            raise DamagedFile(path, "has another checksum than the manifest says")


def write_datafile(data: DataFolder, table: str, partition: str, rows: pa.Table, number: int) -> DataFile:
    """Write rows (that conform) as one new file of the lake, for snapshot `number`."""
    path = _new_path(data, table, number)
    part = part_of(path)
    write_rows(sort_rows(rows, table), table, part)
    part.replace(path)
    return describe(path, table, partition)


def write_groups(
    data: DataFolder, table: str, partition: str, groups: Iterable[pa.Table], number: int
) -> DataFile:
    """Write rows (that conform and come sorted) as one new file, each of `groups` a row group of it."""
    path = _new_path(data, table, number)
    part = part_of(path)
    with open_writer(table, part) as writer:
        for rows in groups:
            writer.write_table(rows, row_group_size=rows.num_rows)
    sync_file(part)
    part.replace(path)
    return describe(path, table, partition)


def write_stream(
    data: DataFolder, table: str, partition: str, batches: Iterable[pa.Table], number: int, target: int
) -> Iterator[DataFile]:
    """Write rows as they come, densely, each batch a row group, as files of about `target` bytes."""
    remaining = iter(batches)
    for first in remaining:
        path = _new_path(data, table, number)
        part = part_of(path)
        with part.open("wb") as out, open_writer(table, out, DENSE) as writer:
            for batch in chain([first], remaining):
                writer.write_table(batch)
                if out.tell() >= target:
                    break
        sync_file(part)
        part.replace(path)
        yield describe(path, table, partition)


def adopt_datafile(data: DataFolder, source: Path, table: str, now: datetime, number: int) -> DataFile | None:
    """Make a finished Parquet file one of the lake's, without copying it; None if it has no row."""
    if footer_of(source).num_rows == 0:
        return None
    path = _new_path(data, table, number)
    link(source, path)
    return describe(path, table, LAYOUTS[table].partition(now))


def describe(path: Path, table: str, partition: str) -> DataFile:
    """The manifest's entry for a file."""
    footer = footer_of(path)
    return DataFile(
        table=table,
        partition=partition,
        name=path.name,
        rows=footer.num_rows,
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
        columns=tuple(footer.schema.to_arrow_schema().names),
    )


def sync_datafiles(data: DataFolder) -> None:
    """Wait until the names of all new files are on the disk."""
    sync_file(data.files)


def _new_path(data: DataFolder, table: str, number: int) -> Path:
    """A name that no file ever had: the snapshot that it is made for, and chance."""
    return data.files / f"{table}-{number:08d}-{secrets.token_hex(4)}.parquet"
