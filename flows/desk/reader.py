"""Rows of the current snapshot for the desk's pages."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake
from warehouse.query.confine import confine
from warehouse.query.connection import connect, landed_rows
from warehouse.query.viewtext import MATERIALISED
from warehouse.query.withheld import withheld_rows
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

Row = dict[str, Any]


@dataclass(frozen=True)
class _Opened:
    """A snapshot with its database; `link` is what `current` pointed to when it was opened."""

    link: Path | None
    snapshot: Snapshot
    database: duckdb.DuckDBPyConnection


class Reader:
    """Reads the snapshot that is current at each question; a run that commits is never waited for.

    Threads may share it: each question has a cursor of its own. A database that a newer snapshot replaced is
    closed when the last question on it has ended. With `withhold_reserved` texts whose publishers reserve
    their use by machines are NULL (warehouse/query/withheld.py).
    """

    def __init__(self, data: DataFolder, withhold_reserved: bool = False) -> None:
        self.data = data
        self._rows = withheld_rows if withhold_reserved else landed_rows
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that the next page reads, EMPTY before the first commit."""
        return self._current().snapshot

    def rows(self, name: str, **parameters: object) -> list[Row]:
        """The rows of `warehouse/sql/desk/<name>.sql`. Raises BrokenManifest and DuckDB's errors."""
        rows: list[Row] = execute(self.cursor(), f"desk/{name}", **parameters).to_arrow_table().to_pylist()
        return rows

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor over the current snapshot, confined to it. Raises BrokenManifest and DuckDB's errors."""
        return self._current().database.cursor()

    def _current(self) -> _Opened:
        link = self.data.current.resolve() if self.data.current.is_symlink() else None
        with self._lock:
            if self._opened is None or self._opened.link != link:
                self._opened = self._open(link)
            return self._opened

    def _open(self, link: Path | None) -> _Opened:
        snapshot = Lake(self.data).current()
        database = connect(snapshot, MATERIALISED, self._rows)
        confine(database, snapshot)
        return _Opened(link, snapshot, database)
