"""DuckDB files of views over a snapshot, which readers open while they are replaced."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.base.durable import PART, remove, replace, sync_file
from warehouse.query.connection import comment_views, create_views, landed_rows
from warehouse.query.macrotext import self_contained_macros
from warehouse.query.published_views import remember_views
from warehouse.query.quoting import literal
from warehouse.query.readers_path import SnapshotOfReaders, readers_root
from warehouse.query.viewtext import MATERIALISED
from warehouse.snapshots.catalog import Readable
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import TABLES

READ_ONLY = 0o444
LOOKED_THROUGH = 4_000_000
"""Bytes of a file that are looked through: views are a megabyte of it, a full-text index may be gigabytes."""
_TEXTLESS = "SELECT count(*) FROM main.hidden ANTI JOIN landed.articles USING (text_key)"
_PLACE = re.compile(r"'((?:[^']|'')*?/snapshots)/\d+/")


def publish_views(data: DataFolder, snapshot: Snapshot) -> None:
    """Build `warehouse.duckdb` over `snapshot` and rename it in.

    The file holds views over the snapshot's paths, as readers see them, and hardly a row, so it is small,
    and a reader that has the old file open goes on reading the old snapshot.
    """
    textless: list[int] = []

    def fill(database: duckdb.DuckDBPyConnection) -> None:
        create_commented_views(database, seen_by_readers(data, snapshot))
        textless.extend(database.execute(_TEXTLESS).fetchall()[0])

    install_database(data, data.database, fill)
    remember_views(data, snapshot, place_of_snapshots(data), *textless)


def seen_by_readers(data: DataFolder, snapshot: Snapshot) -> Readable:
    """The snapshot under the path that the configuration says readers see, or where it is."""
    return SnapshotOfReaders(snapshot, data.readers) if data.readers else snapshot


def create_commented_views(database: duckdb.DuckDBPyConnection, snapshot: Readable) -> None:
    """Create what every published file holds: the views and macros with their comments."""
    create_views(database, snapshot, MATERIALISED)
    raw = {table: landed_rows(table, snapshot) for table in TABLES}
    for statement in self_contained_macros(raw):
        database.execute(statement)
    comment_views(database, MATERIALISED)


def misdirected_to(data: DataFolder, path: Path) -> str | None:
    """Where the views of the file at `path` read, when that is not where readers see this data folder.

    After the folder was moved or copied they read files that are gone, or those of the original. Raises
    duckdb.Error where the file cannot be read.
    """
    right = place_of_snapshots(data)
    if _names(path, right):
        return None
    with duckdb.connect(str(path), read_only=True, config=OFFLINE) as database:
        texts = database.execute("SELECT sql FROM duckdb_views() WHERE schema_name = 'landed'").fetchall()
    found = (match[1].replace("''", "'") for (sql,) in texts if (match := _PLACE.search(sql)))
    return next((place for place in found if place != right), None)


def has_views_of(data: DataFolder, snapshot: Snapshot) -> bool:
    """Whether the published views read a snapshot; False where that is not to be seen."""
    return _names(data.database, f"{place_of_snapshots(data)}/{snapshot.number}")


def place_of_snapshots(data: DataFolder) -> str:
    """Where readers see the snapshots."""
    return readers_root(data.readers) if data.readers else str(data.snapshots.resolve())


def _names(path: Path, place: str) -> bool:
    """Whether the beginning of a file has a place in the SQL of its macros, which DuckDB keeps as text.

    All of a file reads one place. To open it costs every verb 40 ms, and what is not seen here is asked then.
    """
    try:
        with path.open("rb") as file:
            return f"{literal(place)[:-1]}/".encode() in file.read(LOOKED_THROUGH)
    except OSError:
        return False


def install_database(
    data: DataFolder, path: Path, fill: Callable[[duckdb.DuckDBPyConnection], None], begun: Path | None = None
) -> None:
    """Build a DuckDB file beside the one at `path` by `fill`, in one transaction, and rename it in.

    It begins with what the file `begun` holds, or empty. Raises duckdb.Error where the disk refuses it:
    closing a database would not, but leave the tables in a log beside a file that has none.
    """
    part = data.tmp / f"{path.stem}-{secrets.token_hex(4)}.duckdb{PART}"
    data.tmp.mkdir(parents=True, exist_ok=True)
    if begun:
        shutil.copyfile(begun, part)
    with duckdb.connect(str(part), config=OFFLINE) as database:
        database.begin()  # one transaction: else every statement waits for the disk
        fill(database)
        database.commit()
        database.execute("CHECKPOINT")
    part.chmod(READ_ONLY)
    sync_file(part)
    # A log that belongs to the old file would be replayed into the new one.
    remove(stale for stale in [path.with_name(path.name + ".wal")] if stale.exists())
    replace(part, path)
