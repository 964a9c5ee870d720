"""A takedown, step by step.

The current snapshot is replaced last. Until then the content is still found in it, so an erasure that was
killed is finished by the same command again, and every single step leaves each snapshot as its manifest says.
The files of a snapshot are exchanged only while no published view reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import remove, write_text
from warehouse.base.errors import CopydeskError
from warehouse.base.memory import release_memory
from warehouse.base.progress import SILENT, Progress
from warehouse.checks.quarantine import DAMAGED
from warehouse.derived.publish import publish
from warehouse.erasure.hashing import hash_of
from warehouse.erasure.redaction import affected_articles, affected_rows, redact_in_place, remaining_rows
from warehouse.erasure.target import Target
from warehouse.query.viewfile import has_views_of, publish_views
from warehouse.search.index import rebuild_index
from warehouse.search.take_out import take_out_of_index
from warehouse.snapshots.catalog import catalog_of
from warehouse.snapshots.datafile import require_undamaged, write_datafile, write_stream
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.retained import snapshot_numbers, snapshot_of
from warehouse.snapshots.roll_forward import set_aside_snapshots
from warehouse.snapshots.snapshot import Snapshot, after, current_snapshot, exchange, install
from warehouse.snapshots.sweep import remove_unreferenced
from warehouse.tables import Erasure
from warehouse.tables.arrow import to_arrow

SIZE = 256 * 1024 * 1024

Reelect = Callable[[Snapshot, Collection[str], datetime], Mapping[str, pa.Table]]
"""Rows by table that say where the articles belong which were matched with the erased ones (their keys)."""


class NothingToErase(CopydeskError):
    """Nothing that is stored belongs to what was named, and it is no URL to be refused."""

    def __init__(self, named: str) -> None:
        super().__init__(named)
        self.named = named

    def __str__(self) -> str:
        return (
            f"no stored content matches {self.named}; nothing was changed. "
            "Check the spelling against the tables"
        )


@dataclass(frozen=True)
class ErasureSummary:
    """Rows that belong to the content: by table in the lake, and in files that no snapshot names."""

    rows: Mapping[str, int]
    elsewhere: int
    snapshots: int


def preview(data: DataFolder, target: Target) -> ErasureSummary:
    """What an erasure would remove; nothing is changed. Raises NothingToErase.

    Not counted is what nobody can search: damaged files, and snapshots that were set aside.
    """
    affected = _affected(data, _retained(data), target)
    elsewhere = sum(affected_rows(_loose_files(data), target).values())
    if not (affected or elsewhere or target.urls):
        raise NothingToErase(target.named)
    return _counted(data, affected, elsewhere)


def erase(
    data: DataFolder,
    target: Target,
    scope: str,
    reason: str,
    now: datetime,
    reelect: Reelect,
    progress: Progress = SILENT,
) -> ErasureSummary:
    """Remove the content from landing, quarantine, logs, every retained snapshot (in the bucket too),
    views and search index.

    A hash of each URL stays, so that it is not fetched again. Only the holder of the run lock may call.
    Raises NothingToErase.
    """
    base = current_snapshot(data)
    now = after(base, now)
    number = base.number + 1
    retained = _retained(data)
    affected = _affected(data, retained, target)
    elsewhere = redact_in_place(_loose_files(data), target)
    if not (affected or elsewhere or target.urls):
        raise NothingToErase(target.named)
    _redact_logs(data, target)
    remove([*set_aside_snapshots(data), *_unsearchable(data)])  # nobody knows whether these hold it
    release_memory()
    redacted = {name: _redacted(data, file, target, number) for name, (file, _) in affected.items()}
    if not base.is_empty and not has_views_of(data, base):
        publish_views(data, base)  # a run that was killed left those of an older snapshot
    for older in snapshot_numbers(data)[:-1]:
        _redact_snapshot(data, snapshot_of(data, older), redacted)
    done = _counted(data, affected, elsewhere)
    reelected = reelect(base, target.articles, now)
    release_memory()
    with catalog_of(data).redaction(retained, redacted):
        snapshot = _replace_current(data, base, redacted, _notes(target, scope, reason, now), reelected, now)
        _erase_from_index(data, snapshot, affected, target, progress)
        release_memory()
        publish(data, snapshot)
    if not base.is_empty:
        _redact_snapshot(data, base, redacted)
    remove_unreferenced(data)
    return done


def _retained(data: DataFolder) -> dict[str, DataFile]:
    """By name: every file of any retained snapshot."""
    manifests = (snapshot_of(data, number).manifest for number in snapshot_numbers(data))
    return {file.name: file for manifest in manifests for file in manifest.files}


def _affected(
    data: DataFolder, files: Mapping[str, DataFile], target: Target
) -> dict[str, tuple[DataFile, int]]:
    """By name: the files with rows of the content, and the number of these."""
    counted = affected_rows((data.files / name for name in files), target)
    return {path.name: (files[path.name], rows) for path, rows in counted.items()}


def _loose_files(data: DataFolder) -> Iterator[Path]:
    """Parquet files of landing and quarantine that can be read."""
    for path in (*data.landing.rglob("*.parquet"), *data.quarantine.rglob("*.parquet")):
        if _can_be_read(path):
            yield path


def _unsearchable(data: DataFolder) -> Iterator[Path]:
    """Files in quarantine that are damaged."""
    yield from data.quarantine.rglob(f"*.{DAMAGED}")
    yield from (path for path in data.quarantine.rglob("*.parquet") if not _can_be_read(path))


def _can_be_read(path: Path) -> bool:
    try:
        pq.read_metadata(path)
    except (pa.ArrowException, OSError):
        return False
    return True


def _redacted(data: DataFolder, file: DataFile, target: Target, number: int) -> list[DataFile]:
    require_undamaged(data, [file])
    rows = remaining_rows(data.files / file.name, file.table, target)
    return list(write_stream(data, file.table, file.partition, rows, number, SIZE))


def _replaced(files: Iterable[DataFile], redacted: Mapping[str, list[DataFile]]) -> list[DataFile]:
    return [new for file in files for new in redacted.get(file.name, [file])]


def _redact_snapshot(data: DataFolder, snapshot: Snapshot, redacted: Mapping[str, list[DataFile]]) -> None:
    exchange(data, snapshot, _replaced(snapshot.manifest.files, redacted))


def _erase_from_index(
    data: DataFolder,
    snapshot: Snapshot,
    affected: Mapping[str, tuple[DataFile, int]],
    target: Target,
    progress: Progress,
) -> None:
    """Where an article loses some of its rows only, its index is rebuilt: an older text may be its latest."""
    files = [data.files / name for name, (file, _) in affected.items() if file.table == "articles"]
    articles = affected_articles(files, target)
    if articles <= target.articles:
        take_out_of_index(data, snapshot, articles, progress)
    else:
        rebuild_index(data, snapshot, progress)


def _notes(target: Target, scope: str, reason: str, now: datetime) -> pa.Table:
    """What is kept of an erasure: a hash of each URL."""
    texts = {*target.texts, *((url, None) for url in target.urls.difference(url for url, _ in target.texts))}
    notes = [
        Erasure(url_hash=hash_of(url), content_hash=text, scope=scope, reason=reason, erased_at=now)
        for url, text in texts
    ]
    return to_arrow(notes, Erasure)


def _replace_current(
    data: DataFolder,
    base: Snapshot,
    redacted: Mapping[str, list[DataFile]],
    notes: pa.Table,
    reelected: Mapping[str, pa.Table],
    now: datetime,
) -> Snapshot:
    number = base.number + 1
    added = [
        write_datafile(data, table, LAYOUTS[table].partition(now), rows, number)
        for table, rows in {"erasures": notes, **reelected}.items()
        if rows.num_rows
    ]
    files = _replaced(base.manifest.files, redacted)
    return install(data, base, [*files, *added], now, "erasure")


def _redact_logs(data: DataFolder, target: Target) -> None:
    """Drop the lines of logs, and of what quarantine says, that name an erased URL or article."""
    names = [*target.urls, *target.articles]
    for path in (*data.logs.rglob("*"), *data.quarantine.rglob("*.json"), *data.quarantine.rglob("*.txt")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            kept = [line for line in text.splitlines(keepends=True) if not any(n in line for n in names)]
            if len(kept) < len(text.splitlines()):
                write_text(path, "".join(kept))


def _counted(
    data: DataFolder, affected: Mapping[str, tuple[DataFile, int]], elsewhere: int
) -> ErasureSummary:
    rows: dict[str, int] = {}
    for file, count in affected.values():
        rows[file.table] = rows.get(file.table, 0) + count
    return ErasureSummary(rows, elsewhere, len(snapshot_numbers(data)))
