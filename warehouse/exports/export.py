"""Rows of a snapshot as files for others: whole or since a watermark, with a manifest of what was written.

An export is a folder: `articles-NNNNN.<format>`, `manifest.json` (files, rows, checksums, snapshot and
watermark) and `datapackage.json` (Data Package, which names each field). It is written under a temporary
name and appears whole. A further export `since` the watermark of the last one holds what changed in between:
new articles, new texts of known ones, and in `removed.<format>` the keys of those to delete.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.durable import part_of, remove, replace, sync_file, sync_tree, write_text
from warehouse.base.errors import CopydeskError
from warehouse.exports.datapackage import describe, resource
from warehouse.exports.export_filter import ExportFilter
from warehouse.exports.removals import CHANGED, COMMENTS, REMOVED, removed_since
from warehouse.exports.rowtext import write_csv, write_json_lines
from warehouse.query.confine import confine
from warehouse.query.connection import connect
from warehouse.query.viewtext import column_comments
from warehouse.snapshots.catalog import Readable
from warehouse.snapshots.parquet import sha256_of
from warehouse.tables import SCHEMA_VERSION

ROWS = 20_000
"""Rows of one file, at most."""

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
    with connect(snapshot) as database, ExitStack() as undo:
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
    changed = f"AND article_id IN ({CHANGED})" if wanted.since else ""
    sql = f"SELECT * FROM articles WHERE {wanted.condition()} {changed}"
    return database.execute(sql, {"since": wanted.since} if wanted.since else {}).to_arrow_reader(10_000)


def _write(rows: pa.RecordBatchReader, folder: Path, wanted: ExportFilter) -> Iterator[ExportedFile]:
    for number, batches in enumerate(_files_of(rows)):
        table = pa.Table.from_batches(batches, rows.schema)
        yield _write_file(table, folder / f"articles-{number:05d}.{wanted.form}", wanted)


def _write_removed(database: duckdb.DuckDBPyConnection, folder: Path, wanted: ExportFilter) -> ExportedFile:
    removed = database.execute(removed_since(wanted.condition()), {"since": wanted.since}).to_arrow_table()
    return _write_file(removed, folder / f"removed.{wanted.form}", wanted)


def _write_file(table: pa.Table, path: Path, wanted: ExportFilter) -> ExportedFile:
    with path.open("wb") as out:
        if wanted.spreadsheet:
            write_csv(table.to_batches(), table.schema, out, spreadsheet=True)
        else:
            _WRITERS[wanted.form](table, out)
    sync_file(path)
    return ExportedFile(path.name, table.num_rows, path.stat().st_size, sha256_of(path))


_WRITERS: dict[str, Callable[[pa.Table, BinaryIO], None]] = {
    "parquet": lambda table, out: pq.write_table(table, out, compression="zstd"),
    "jsonl": lambda table, out: write_json_lines(table.to_batches(), out),
    "csv": lambda table, out: write_csv(table.to_batches(), table.schema, out),
}
FORMS = tuple(_WRITERS)
"""Formats of the files."""


def _files_of(rows: pa.RecordBatchReader) -> Iterator[list[pa.RecordBatch]]:
    """Batches that make a file each; at least one file, so that its columns are known."""
    batches: list[pa.RecordBatch] = []
    for batch in rows:
        batches.append(batch)
        if sum(len(some) for some in batches) >= ROWS:
            yield batches
            batches = []
    yield batches


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
