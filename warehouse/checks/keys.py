"""The keys that have landed, in one file for each table that a batch is checked against.

In the lake itself every data file of the table would have to be opened to look a key up. These files are
brought up to date at publish. Each names the data files that it speaks for, which never change; those that
came later are read themselves, and one that speaks for a file that is gone is not used. They are derived
data and can be removed at any time.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import part_of, remove, replace, sync_file
from warehouse.query.scan import OFFLINE, literal, scan
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import Snapshot

KEYS = {"articles": ("article_id", "revision", "extraction"), "pages": ("page_id",)}
"""The key columns of the tables whose keys are kept."""

_SPEAKS_FOR = "data_files"


def landed_keys(data: DataFolder, snapshot: Snapshot, table: str) -> str:
    """A query for the key columns of every landed row of a table in KEYS."""
    files = snapshot.manifest.of(table)
    known = _spoken_for(data, table, files)
    parts = [f"SELECT * FROM read_parquet({literal(str(_path(data, table)))})"] if known else []
    rest = [file for file in files if file.name not in known]
    if rest:
        parts.append(_keys_of(data, table, rest))
    return " UNION ALL ".join(parts) or f"SELECT {', '.join(KEYS[table])} FROM batch_{table} WHERE false"


def refresh_keys(data: DataFolder, snapshot: Snapshot) -> None:
    """Bring the files of keys up to date."""
    for table in KEYS:
        files = snapshot.manifest.of(table)
        if not files:
            _path(data, table).unlink(missing_ok=True)
        elif len(_spoken_for(data, table, files)) < len(files):
            _write(data, table, landed_keys(data, snapshot, table), files)


def drop_keys(data: DataFolder) -> None:
    """Remove the files of keys; the next refresh rebuilds them."""
    remove([data.keys] if data.keys.exists() else [])


def _spoken_for(data: DataFolder, table: str, files: tuple[DataFile, ...]) -> frozenset[str]:
    """Names of the data files whose keys are at hand; none where one of them has gone since."""
    try:
        metadata = pq.read_metadata(_path(data, table)).metadata or {}
        names = frozenset(json.loads(metadata.get(_SPEAKS_FOR.encode(), b"[]")))
    except (OSError, pa.ArrowException, ValueError):
        return frozenset()
    return names if names.issubset(file.name for file in files) else frozenset()


def _keys_of(data: DataFolder, table: str, files: list[DataFile]) -> str:
    source = scan([data.files / file.name for file in files], files)
    return f"SELECT {', '.join(KEYS[table])} FROM {source}"


def _write(data: DataFolder, table: str, query: str, files: tuple[DataFile, ...]) -> None:
    path = _path(data, table)
    path.parent.mkdir(exist_ok=True)
    part = part_of(path)
    names = literal(json.dumps([file.name for file in files]))
    with duckdb.connect(config=OFFLINE) as database:
        database.execute(
            f"COPY ({query}) TO {literal(str(part))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{_SPEAKS_FOR}: {names}}})"
        )
    sync_file(part)
    replace(part, path)


def _path(data: DataFolder, table: str) -> Path:
    return data.keys / f"{table}.parquet"
