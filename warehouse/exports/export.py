"""Rows of a snapshot as files for others: whole or since a watermark, with a manifest of what was written.

An export is a folder: `articles-NNNNN.<format>`, `manifest.json` (files, rows, checksums, snapshot and
watermark) and `datapackage.json` (Data Package, which names each field). It is written under a temporary
name and appears whole. A further export `since` the watermark of the last one holds what changed in between:
new articles, new texts of known ones, and in `removed.<format>` the keys of those to delete.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.durable import part_of, remove, replace, sync_file, sync_tree, write_text
from warehouse.base.errors import CopydeskError
from warehouse.exports.datapackage import describe, resource
from warehouse.exports.export_filter import ExportFilter
from warehouse.exports.removals import CHANGED, COMMENTS, FIRST_CHANGED, REMOVED, removed_since
from warehouse.exports.rowtext import write_csv, write_json_lines
from warehouse.query.confine import confine
from warehouse.query.connection import connect
from warehouse.query.viewtext import MATERIALISED, column_comments
from warehouse.snapshots.catalog import Readable
from warehouse.snapshots.parquet import sha256_of
from warehouse.tables import SCHEMA_VERSION

ROWS = 20_000
"""Rows of one file, after which the batch that it is at is its last."""

ROWS_AT_ONCE = 2_000
"""Rows of a batch, which are in memory together."""

FRUGAL = "SET threads = 1; SET GLOBAL parquet_metadata_cache = false"
"""An export is written by one thread, and needs each footer a few times: with years of files that is 100 MiB
less of 480."""

MANIFEST = "manifest.json"


class ExportExists(CopydeskError):
    """The folder to export to is already there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return f"{self.folder}: already exists; name a new folder (exports are never overwritten)"


class NoExport(CopydeskError):
    """A folder does not hold the manifest of an export."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(folder, problem)
        self.folder = folder
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.folder}: not an export of copydesk ({self.problem})"


@dataclass(frozen=True)
class ExportedFile:
    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Export:
    """What was written. `watermark` is the `since` of the next export."""

    snapshot: int
    watermark: str
    schema_version: str
    where: str | None
    since: str | None
    respect_rights: bool
    rows: int
    files: tuple[ExportedFile, ...]
    removed: ExportedFile | None


def export(snapshot: Readable, folder: Path, wanted: ExportFilter) -> Export:
    """Write what is wanted of the view `articles` into a new folder. Raises ExportExists.

    A wrong `where` raises duckdb.Error, with nothing written.
    """
    if folder.exists():
        raise ExportExists(folder)
    part = part_of(folder)
    with connect(snapshot, MATERIALISED) as database, ExitStack() as undo:
        database.execute(FRUGAL)
        confine(database, snapshot)
        rows = _rows(database, wanted)
        part.mkdir(parents=True)
        undo.callback(remove, [part])
        files = tuple(_write(rows, part, wanted))
        removed = _write_removed(database, part, wanted) if wanted.since else None
        exported = _manifest(snapshot, wanted, files, removed)
        write_text(part / MANIFEST, json.dumps(asdict(exported), indent=1))
        write_text(
            part / "datapackage.json", json.dumps(_package(exported, rows.schema, wanted.form), indent=1)
        )
        sync_tree(part)
        replace(part, folder)
        undo.pop_all()
    return exported


def read_watermark(folder: Path) -> datetime:
    """The watermark of an earlier export, from its manifest. Raises NoExport."""
    try:
        plain = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return datetime.fromisoformat(plain["watermark"])
    except OSError as error:
        raise NoExport(folder, f"{MANIFEST}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NoExport(folder, f"{MANIFEST} has no watermark") from error


def _rows(database: duckdb.DuckDBPyConnection, wanted: ExportFilter) -> pa.RecordBatchReader:
    sql, parameters = f"SELECT * FROM articles WHERE {wanted.condition()}", dict[str, object]()
    if wanted.since:
        parameters = {"since": wanted.since, "first": _first_day(database, wanted.since)}
        sql += f" AND landed_date >= $first AND article_id IN ({CHANGED})"
    return database.execute(sql, parameters).to_arrow_reader(ROWS_AT_ONCE)


def _first_day(database: duckdb.DuckDBPyConnection, since: datetime) -> date | None:
    """The first day on which an article landed that has changed: earlier days' texts are not unpacked."""
    row = database.execute(FIRST_CHANGED, {"since": since}).fetchone()
    return row[0] if row else None


def _write(rows: pa.RecordBatchReader, folder: Path, wanted: ExportFilter) -> Iterator[ExportedFile]:
    for number, batches in enumerate(_files_of(rows)):
        yield _write_file(batches, rows.schema, folder / f"articles-{number:05d}.{wanted.form}", wanted)


def _write_removed(database: duckdb.DuckDBPyConnection, folder: Path, wanted: ExportFilter) -> ExportedFile:
    removed = database.execute(removed_since(wanted.condition()), {"since": wanted.since}).to_arrow_table()
    return _write_file(removed.to_batches(), removed.schema, folder / f"removed.{wanted.form}", wanted)


def _write_file(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path, wanted: ExportFilter
) -> ExportedFile:
    counted = _Counted(batches)
    with path.open("wb") as out:
        if wanted.spreadsheet:
            write_csv(counted, schema, out, spreadsheet=True)
        else:
            _WRITERS[wanted.form](counted, schema, out)
    sync_file(path)
    return ExportedFile(path.name, counted.rows, path.stat().st_size, sha256_of(path))


class _Counted:
    """Batches that are counted as they are written."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = batches
        self.rows = 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.rows += batch.num_rows
            yield batch


def _write_parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema, out: BinaryIO) -> None:
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


_WRITERS: dict[str, Callable[[Iterable[pa.RecordBatch], pa.Schema, BinaryIO], None]] = {
    "parquet": _write_parquet,
    "jsonl": lambda batches, _, out: write_json_lines(batches, out),
    "csv": write_csv,
}
FORMS = tuple(_WRITERS)
"""Formats of the files."""


def _files_of(rows: Iterable[pa.RecordBatch]) -> Iterator[Iterable[pa.RecordBatch]]:
    """Batches that make a file each, to be taken in turn; at least one, so that its columns are known."""
    remaining = iter(rows)
    yield _some(remaining, [])
    for first in remaining:
        yield _some(remaining, [first])


def _some(batches: Iterator[pa.RecordBatch], begun: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    count = 0
    for batch in chain(begun, batches):
        yield batch
        count += batch.num_rows
        if count >= ROWS:
            return


def _package(exported: Export, schema: pa.Schema, form: str) -> dict[str, Any]:
    """The Data Package descriptor of what was written; `schema` is that of the articles."""
    articles = [resource(file, form, schema, column_comments("articles")) for file in exported.files]
    removed = [exported.removed] if exported.removed else []
    return describe([*articles, *(resource(file, form, REMOVED, COMMENTS) for file in removed)])


def _manifest(
    snapshot: Readable, wanted: ExportFilter, files: tuple[ExportedFile, ...], removed: ExportedFile | None
) -> Export:
    return Export(
        snapshot=snapshot.number,
        watermark=snapshot.manifest.committed_at.isoformat(),
        schema_version=SCHEMA_VERSION,
        where=wanted.where,
        since=wanted.since.isoformat() if wanted.since else None,
        respect_rights=wanted.respect_rights,
        rows=sum(file.rows for file in files),
        files=files,
        removed=removed,
    )
