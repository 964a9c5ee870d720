"""Data files that are damaged in every copy: what can still be read of them stays, the rest is named as lost.

The files of lake/data and of the snapshots are one inode, so damage on the disk is damage of all of them. A
damaged file is linked into quarantine as it is; the row groups that can be decoded become a new file; every
retained snapshot gets that instead, the current one last. A kill in between leaves the damage in the current
snapshot, and all is done again. A file that is missing everywhere is another matter: its disk may not be
mounted, so it is given up only when people say so.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART, link, replace, write_text
from warehouse.base.errors import CopydeskError
from warehouse.checks.batch_checks import Fault
from warehouse.checks.quarantine import DAMAGED, write_faults
from warehouse.query.connection import connect_landed
from warehouse.snapshots.datafile import write_datafile
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.parquet import conform
from warehouse.snapshots.retained import snapshot_numbers, snapshot_of
from warehouse.snapshots.snapshot import Snapshot, current_snapshot, exchange, install
from warehouse.upkeep.file_copies import copies_of_all, fault_of, restore_from_copy

logger = logging.getLogger(__name__)

_ORPHANS = """
    SELECT DISTINCT url FROM landed.fetches
    WHERE kind = 'article' AND outcome = 'fetched'
        AND page_id NOT IN (SELECT page_id FROM landed.articles)
        AND page_id NOT IN (SELECT page_id FROM landed.rejections)
    ORDER BY url
"""
"""Pages that landed as articles which are no longer there."""

LOST = "lost.txt"


class LostFile(CopydeskError):
    """A data file of the current snapshot is missing under every name."""

    def __init__(self, path: Path, count: int) -> None:
        super().__init__(path, count)
        self.path = path
        self.count = count

    def __str__(self) -> str:
        others = f" (and {self.count - 1} more)" if self.count > 1 else ""
        return (
            f"{self.path}: is missing and there is no copy{others}; mount its disk, restore it from a "
            "backup, or give up its rows: copydesk fsck --repair --give-up"
        )


@dataclass(frozen=True)
class Loss:
    """What was given up: files with the rows that were lost of each, and articles by URL."""

    rows: dict[DataFile, int]
    urls: tuple[str, ...]
    aside: Path

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(file.table for file in self.rows)

    def lines(self) -> list[str]:
        """One line a file, and one for the articles."""
        files = [
            f"{file.name}: damaged, {lost} of {file.rows} rows lost; the damaged file is kept in {self.aside}"
            for file, lost in self.rows.items()
        ]
        if self.urls:
            files.append(f"{len(self.urls)} articles lost; their URLs: {self.aside / LOST}")
        return files


def damaged_files(data: DataFolder) -> list[DataFile]:
    """Files of the current snapshot that are missing or cut, by size, after restoring them from copies.

    What is restored is logged. Raises BrokenManifest.
    """
    snapshot = current_snapshot(data)
    wrong = [file for file in snapshot.manifest.files if not _fits(data, snapshot, file)]
    if not wrong:
        return []
    copies = copies_of_all(data)
    return [file for file in wrong if not _mended(data, snapshot, file, copies[file.name])]


def require_copies(data: DataFolder, files: Sequence[DataFile]) -> None:
    """Raises LostFile where one of the files has no copy at all."""
    missing = [file for file in files if not is_there(data, file)]
    if missing:
        raise LostFile(data.files / missing[0].name, len(missing))


def is_there(data: DataFolder, file: DataFile) -> bool:
    """Whether there is a file of this name, damaged or not."""
    return bool(copies_of_all(data)[file.name])


def give_up(data: DataFolder, files: Sequence[DataFile], now: datetime) -> Loss:
    """Set damaged files aside and go on with what can be read of them, in every retained snapshot.

    Only the holder of the run lock may call it. Raises BrokenManifest.
    """
    base = current_snapshot(data)
    aside = _set_aside(data, files, now)
    saved = {file.name: _saved(data, file, base.number + 1) for file in files}
    lost = {file: file.rows - sum(new.rows for new in saved[file.name]) for file in files}
    for number in snapshot_numbers(data)[:-1]:
        older = snapshot_of(data, number)
        exchange(data, older, _exchanged(older.manifest.files, saved))
    snapshot = install(
        data, base, _exchanged(base.manifest.files, saved), max(now, base.manifest.committed_at), "repair"
    )
    exchange(data, base, _exchanged(base.manifest.files, saved))
    urls = _lost_urls(snapshot) if any(file.table == "articles" for file in files) else ()
    loss = Loss(lost, urls, aside)
    write_text(aside / LOST, "".join(f"{line}\n" for line in urls))
    for line in loss.lines():
        logger.warning(line)
    return loss


def _fits(data: DataFolder, snapshot: Snapshot, file: DataFile) -> bool:
    paths = _paths(data, snapshot, file)
    return all(path.is_file() and path.stat().st_size == file.bytes for path in paths)


def _mended(data: DataFolder, snapshot: Snapshot, file: DataFile, copies: Sequence[Path]) -> bool:
    for path in _paths(data, snapshot, file):
        if fault := fault_of(path, file, {}):
            if not restore_from_copy(path, file, copies):
                return False
            logger.warning("%s: %s; restored from an undamaged copy", path, fault)
    return True


def _paths(data: DataFolder, snapshot: Snapshot, file: DataFile) -> tuple[Path, Path]:
    return data.files / file.name, snapshot.path / file.table / file.partition / file.name


def _set_aside(data: DataFolder, files: Sequence[DataFile], now: datetime) -> Path:
    aside = data.quarantine / f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    part = data.tmp / (aside.name + PART)
    part.mkdir(parents=True)
    copies = copies_of_all(data)
    for file in files:
        for copy in copies[file.name][:1]:
            link(copy, part / f"{file.name}.{DAMAGED}")
    write_faults(part, [Fault(DAMAGED, "a file can be read", len(files), tuple(file.name for file in files))])
    replace(part, aside)
    return aside


def _saved(data: DataFolder, file: DataFile, number: int) -> list[DataFile]:
    """A new file of the rows that can be decoded; none where there is no row."""
    parts = list(_decoded(data.files / file.name, file.table))
    if not parts:
        return []
    rows = pa.concat_tables(parts)
    return [write_datafile(data, file.table, file.partition, rows, number)] if rows.num_rows else []


def _decoded(path: Path, table: str) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(path) as file:
            for number in range(file.num_row_groups):
                try:
                    yield conform(file.read_row_group(number), table)
                except (pa.ArrowException, OSError, CopydeskError):
                    continue
    except (pa.ArrowException, OSError):
        return


def _exchanged(files: Sequence[DataFile], saved: dict[str, list[DataFile]]) -> list[DataFile]:
    return [new for file in files for new in saved.get(file.name, [file])]


def _lost_urls(snapshot: Snapshot) -> tuple[str, ...]:
    with connect_landed(snapshot) as database:
        return tuple(url for (url,) in database.execute(_ORPHANS).fetchall())
