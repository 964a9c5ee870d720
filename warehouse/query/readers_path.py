"""A data folder that its readers see under another path: in a container, or over the network.

DuckDB binds a view when it is created, so the files must be found then under the names that the view will
hold. Such names are written as `file://` URLs, for which a connection can be given a file system of its
own: here one that looks for them in the data folder. Readers need none: DuckDB reads `file://` itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.snapshots.manifest import Manifest
from warehouse.snapshots.snapshot import Snapshot


def readers_root(readers: str) -> str:
    """What the URLs of all snapshots begin with, for readers who see the data folder under `readers`."""
    return f"file://{'' if readers.startswith('/') else '/'}{readers.rstrip('/')}/lake/snapshots"


@dataclass(frozen=True)
class SnapshotOfReaders:
    """A snapshot with the URLs under which readers find its files."""

    snapshot: Snapshot
    readers: str

    @property
    def number(self) -> int:
        return self.snapshot.number

    @property
    def manifest(self) -> Manifest:
        return self.snapshot.manifest

    @property
    def root(self) -> str:
        return f"{readers_root(self.readers)}/{self.number}"

    def locations(self, table: str) -> list[str]:
        """The files of one table, as readers name them."""
        names = (path.relative_to(self.snapshot.path) for path in self.snapshot.paths(table))
        return [f"{self.root}/{name.as_posix()}" for name in names]

    def admit(self, database: duckdb.DuckDBPyConnection) -> None:
        """Let a connection find the readers' URLs where the files are."""
        # Here, because fsspec is slow to load and seldom needed.
        from warehouse.query.readers_filesystem import ReadersFilesystem

        database.register_filesystem(ReadersFilesystem(self.root, self.snapshot.root))
