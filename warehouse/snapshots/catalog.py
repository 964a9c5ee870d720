"""Where a lake is recorded: the one seam between places in which a lake can live.

Every machine works on local files in its data folder. The catalog says which snapshots the lake has, takes
in a new one, and does in its own place what writers do in the data folder. What differs between places stands
in their catalogs and nowhere else. Another one is a class with these methods and a line of `CATALOGS`; the
module is loaded when a URL of its scheme is used, so that nobody pays for the others' libraries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Protocol

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError
from warehouse.snapshots.manifest import DataFile, Manifest


class Readable(Protocol):
    """A snapshot that DuckDB can read, wherever its files are."""

    @property
    def number(self) -> int: ...

    @property
    def manifest(self) -> Manifest: ...

    @property
    def root(self) -> str:
        """The directory or URL below which its files are."""

    def locations(self, table: str) -> list[str]:
        """The files of one table, as DuckDB names them: paths or URLs."""

    def admit(self, database: duckdb.DuckDBPyConnection) -> None: ...


class Catalog(Protocol):
    """The snapshots of one lake. It is made of the data folder that is the lake's working copy."""

    keeps_manifests: bool
    """Whether a manifest that is lost in the data folder is kept here; else it is rebuilt from its files."""

    def __init__(self, data: DataFolder) -> None: ...

    @staticmethod
    def checked_url(url: str) -> str:
        """The URL as it is kept. Raises WrongBucketUrl where it is not one of this kind of lake."""

    def numbers(self) -> tuple[int, ...]:
        """The numbers of all retained snapshots, oldest first."""

    def snapshot(self, number: int) -> Readable:
        """One of these snapshots. Raises BrokenManifest and NewerLake."""

    def pull(self) -> None:
        """Make the current snapshot that of the data folder. Only the holder of the run lock may call it."""

    def commit(self, manifest: Manifest) -> None:
        """Take in the next snapshot, whose files are in the data folder, whole or not at all.

        Raises SnapshotTaken where another writer was first.
        """

    def publish(self, manifest: Manifest) -> None:
        """Bring what readers open besides the data files up to date with a snapshot."""

    def fetch(self, file: DataFile, path: Path) -> bool:
        """Put its own copy of a data file, checked, to `path`; False where it keeps no undamaged one."""

    def expire(self, now: datetime, kept_for: timedelta, keep: int) -> None:
        """Remove snapshots that were replaced longer than `kept_for` ago, except the newest `keep`."""

    def redaction(
        self, searched: Mapping[str, DataFile], redacted: Mapping[str, Sequence[DataFile]]
    ) -> AbstractContextManager[None]:
        """Replace files in all snapshots; what they replaced is removed when the body has committed.

        `searched` are, by name, the files that were searched for the content, `redacted` what stands for
        those that held it.
        """


class SnapshotTaken(CopydeskError):
    """Another writer committed a snapshot of this number first."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(url, number)
        self.url = url
        self.number = number

    def __str__(self) -> str:
        return (
            f"{self.url}: another writer committed snapshot {self.number} first; nothing was committed here, "
            "and pages that were to land stay in landing/. Run again when the others are done"
        )


class UnsupportedLakeUrl(CopydeskError):
    """No catalog is registered for the scheme of a lake's URL."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def __str__(self) -> str:
        supported = ", ".join(f"{scheme}://" for scheme in CATALOGS)
        return f"{self.url}: unsupported URL scheme for a lake; supported: {supported}"


LOCAL = "warehouse.lake.local_catalog:LocalCatalog"
CATALOGS = {"s3": "warehouse.bucket.s3_catalog:S3Catalog"}
"""By URL scheme: module and class of the catalog."""


def catalog_of(data: DataFolder) -> Catalog:
    """The catalog of the lake whose working copy is in a data folder. Raises UnsupportedLakeUrl."""
    return _class_of(data.catalog_url)(data)


def checked_url(url: str) -> str:
    """The URL of a lake as a configuration states it. Raises UnsupportedLakeUrl and WrongBucketUrl."""
    return _class_of(url).checked_url(url)


def _class_of(url: str | None) -> type[Catalog]:
    scheme = url.partition("://")[0] if url else ""
    if url and scheme not in CATALOGS:
        raise UnsupportedLakeUrl(url)
    module, _, name = (CATALOGS[scheme] if url else LOCAL).partition(":")
    found: type[Catalog] = getattr(import_module(module), name)
    return found
