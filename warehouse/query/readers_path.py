"""A data folder that its readers see under another path: in a container, or over the network.

DuckDB binds a view when it is created, so the files must be found then under the names that the view will
hold. Such names are written as `file://` addresses, for which a connection can be given a file system of its
own: here one that looks for them in the data folder. Readers need none: DuckDB reads `file://` itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
from fsspec.implementations.local import LocalFileSystem

from warehouse.lake.manifest import Manifest
from warehouse.lake.snapshots import Snapshot


def readers_root(readers: str) -> str:
    """What the addresses of all snapshots begin with, for readers who see the data folder under `readers`."""
    return f"file://{'' if readers.startswith('/') else '/'}{readers.rstrip('/')}/lake/snapshots"


@dataclass(frozen=True)
class SnapshotOfReaders:
    """A snapshot with the addresses under which readers find its files."""

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

    def addresses(self, table: str) -> list[str]:
        """The files of one table, as readers name them."""
        names = (path.relative_to(self.snapshot.path) for path in self.snapshot.paths(table))
        return [f"{self.root}/{name.as_posix()}" for name in names]

    def admit(self, database: duckdb.DuckDBPyConnection) -> None:
        """Let a connection find the readers' addresses where the files are."""
        database.register_filesystem(_Elsewhere(self.root, self.snapshot.root))


class _Elsewhere(LocalFileSystem):  # type: ignore[misc]
    """Files of this machine under the addresses that begin with `seen`."""

    protocol = "file"
    cachable = False

    def __init__(self, seen: str, root: str) -> None:
        super().__init__()
        self._seen = seen
        self._root = root

    def glob(self, path: str, **options: Any) -> list[str]:
        return [path]  # addresses are whole

    def info(self, path: str, **options: Any) -> dict[str, Any]:
        return dict(super().info(self._here(path), **options))

    def open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        return super().open(self._here(path), mode, **options)

    def modified(self, path: str) -> Any:
        return super().modified(self._here(path))

    def _here(self, path: str) -> str:
        return self._root + path.removeprefix(self._seen) if path.startswith(self._seen) else path
