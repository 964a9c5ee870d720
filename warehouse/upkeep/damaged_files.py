"""Data files that are damaged in every copy: what can still be read of them stays, the rest is named as lost.

The files of lake/data and of the snapshots are one inode, so damage on the disk is damage of all of them. A
damaged file is linked into quarantine as it is; the undamaged rows become a new file; every
retained snapshot gets that instead, the current one last. A kill in between leaves the damage in the current
snapshot, and all is done again. A file that is missing everywhere is another matter: its disk may not be
mounted, so it is given up only when people say so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import link, write_text
from warehouse.base.errors import CopydeskError
from warehouse.checks.batch_checks import Fault
from warehouse.checks.quarantine import DAMAGED, new_entry
from warehouse.checks.replay import QuarantineEntry, entries
from warehouse.snapshots.datafile import write_datafile
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.retained import snapshot_numbers, snapshot_of
from warehouse.snapshots.snapshot import Snapshot, current_snapshot, exchange, install
from warehouse.tables import TABLES
from warehouse.upkeep.file_copies import copies_of_all, fault_of, restore
from warehouse.upkeep.salvage import intact_rows

logger = logging.getLogger(__name__)

LOST = "lost.txt"
TAKEDOWNS = "erasures"


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


class LostTakedowns(CopydeskError):
    """Rows of `erasures` are lost in every copy: the next run would fetch again what was taken down."""

    def __init__(self, path: Path, count: int) -> None:
        super().__init__(path, count)
        self.path = path
        self.count = count

    def __str__(self) -> str:
        return (
            f"{self.path}: {self.count} takedowns cannot be read in any copy, and what they took down would "
            "be fetched again; restore the file from a backup, or go on without them (copydesk fsck --repair "
            "--give-up) and take the same down again: copydesk erase"
        )


def restore_damaged(data: DataFolder, *, every_byte: bool) -> tuple[list[DataFile], list[str]]:
    """Restore what has an undamaged copy; returns the other files, and a line for each that was restored.

    Of the files of the current snapshot those that are missing or cut, by size, and with `every_byte`, or
    where they say what was taken down, those that have another checksum than the manifest says. Raises
    BrokenManifest, and what the catalog raises.
    """
    snapshot = current_snapshot(data)
    copies = copies_of_all(data)
    damaged, lines = list[DataFile](), list[str]()
    for file in snapshot.manifest.files:
        wrong = [path for path in _paths(data, snapshot, file) if not _fits(path, file, every_byte)]
        faults = {path: fault for path in wrong if (fault := fault_of(path, file, {}))}
        if not all(restore(data, path, file, copies[file.name]) for path in faults):
            damaged.append(file)
            continue
        lines += [f"{path}: {fault}; restored from an undamaged copy" for path, fault in faults.items()]
    for line in lines:
        logger.warning(line)
    return damaged, lines


def unfinished_repairs(data: DataFolder) -> dict[Path, frozenset[str]]:
    """By where their files were set aside: the tables of repairs that are not over."""
    found = {some.path: frozenset(_tables(some)) for some in entries(data) if not some.segments}
    return {path: tables for path, tables in found.items() if tables and not (path / LOST).exists()}


def name_lost(aside: Path, urls: Sequence[str]) -> list[str]:
    """End a repair with the URLs of the articles that could not be rebuilt; a line where there are any."""
    write_text(aside / LOST, "".join(f"{line}\n" for line in urls))
    if not urls:
        return []
    line = f"{len(urls)} articles lost; their URLs: {aside / LOST}"
    logger.warning(line)
    return [line]


def require_copies(data: DataFolder, files: Sequence[DataFile]) -> None:
    """Raises LostFile where one of the files has no copy at all."""
    missing = [file for file in files if not is_there(data, file)]
    if missing:
        raise LostFile(data.files / missing[0].name, len(missing))


def require_takedowns(data: DataFolder, files: Sequence[DataFile]) -> None:
    """Raises LostTakedowns where rows of `erasures` would be lost with these files."""
    for file in files:
        if file.table == TAKEDOWNS:
            rows = intact_rows(data.files / file.name, file.table)
            if lost := file.rows - (rows.num_rows if rows else 0):
                raise LostTakedowns(data.files / file.name, lost)


def is_there(data: DataFolder, file: DataFile) -> bool:
    """Whether there is a file of this name, damaged or not."""
    return bool(copies_of_all(data)[file.name])


def give_up(data: DataFolder, files: Sequence[DataFile], now: datetime) -> list[str]:
    """Set damaged files aside and go on with what can be read of them, in every retained snapshot.

    Returns a line for each. Only the holder of the run lock may call it. Raises BrokenManifest.
    """
    base = current_snapshot(data)
    aside = _set_aside(data, files, now)
    saved = {file.name: _saved(data, file, base.number + 1) for file in files}
    for number in snapshot_numbers(data)[:-1]:
        older = snapshot_of(data, number)
        exchange(data, older, _exchanged(older.manifest.files, saved))
    files_now = _exchanged(base.manifest.files, saved)
    install(data, base, files_now, max(now, base.manifest.committed_at), "repair")
    exchange(data, base, files_now)
    lines = [
        f"{file.name}: damaged, {file.rows - sum(new.rows for new in saved[file.name])} of {file.rows} rows "
        f"lost; kept as it was in {aside}"
        for file in files
    ]
    for line in lines:
        logger.warning(line)
    return lines


def _fits(path: Path, file: DataFile, every_byte: bool) -> bool:
    if every_byte or file.table == TAKEDOWNS:
        return fault_of(path, file, {}) is None
    return path.is_file() and path.stat().st_size == file.bytes


def _tables(aside: QuarantineEntry) -> Iterator[str]:
    names = (name for fault in aside.faults if fault.check == DAMAGED for name in fault.first)
    return (table for name in names if (table := name.partition("-")[0]) in TABLES)


def _paths(data: DataFolder, snapshot: Snapshot, file: DataFile) -> tuple[Path, Path]:
    return data.files / file.name, snapshot.path / file.table / file.partition / file.name


def _set_aside(data: DataFolder, files: Sequence[DataFile], now: datetime) -> Path:
    copies = copies_of_all(data)

    def fill(part: Path) -> None:
        for file in files:
            for copy in copies[file.name][:1]:
                link(copy, part / f"{file.name}.{DAMAGED}")

    fault = Fault(DAMAGED, "a file can be read", len(files), tuple(file.name for file in files))
    return new_entry(data, [fault], now, fill)


def _saved(data: DataFolder, file: DataFile, number: int) -> list[DataFile]:
    """A new file of the undamaged rows; none where there is no row."""
    rows = intact_rows(data.files / file.name, file.table)
    return [] if rows is None else [write_datafile(data, file.table, file.partition, rows, number)]


def _exchanged(files: Sequence[DataFile], saved: dict[str, list[DataFile]]) -> list[DataFile]:
    return [new for file in files for new in saved.get(file.name, [file])]
