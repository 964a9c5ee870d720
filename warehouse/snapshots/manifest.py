"""What a snapshot consists of, as one JSON file beside its links."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.base.errors import CopydeskError
from warehouse.tables import SCHEMA_VERSION

FORMAT = 1
"""Version of the manifest's own form."""

NAME = "manifest.json"


class BrokenManifest(CopydeskError):
    """A snapshot's manifest cannot be read."""

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; run `copydesk fsck`"


class NewerLake(CopydeskError):
    """The lake was written by a copydesk with a later major version of the schema."""

    def __init__(self, path: Path | str, version: str) -> None:
        super().__init__(path, version)
        self.path = path
        self.version = version

    def __str__(self) -> str:
        ours = f"this copydesk reads {SCHEMA_VERSION}"
        return f"{self.path}: has schema {self.version}, {ours}; install a newer one"


@dataclass(frozen=True)
class DataFile:
    """One immutable Parquet file. `bytes` is its size; `columns` the names that it holds."""

    table: str
    partition: str
    name: str
    rows: int
    bytes: int
    sha256: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """One snapshot: its files, the landing segments that it took in, and why it was made.

    `cause` is `run`, `maintenance`, `erasure`, `migration` or `repair`.
    """

    number: int
    parent: int | None
    committed_at: datetime
    cause: str
    schema_version: str
    segments: tuple[str, ...]
    files: tuple[DataFile, ...]

    def of(self, table: str) -> tuple[DataFile, ...]:
        """The files of one table."""
        return tuple(file for file in self.files if file.table == table)

    def tables(self) -> tuple[str, ...]:
        """The tables that have files."""
        return tuple(sorted({file.table for file in self.files}))

    def rows(self, table: str) -> int:
        """Rows of one table."""
        return sum(file.rows for file in self.of(table))


def to_json(manifest: Manifest) -> str:
    """The manifest as JSON; column lists, which most files of a table share, stand once."""
    shapes = sorted({file.columns for file in manifest.files})
    numbers = {shape: number for number, shape in enumerate(shapes)}
    plain = {
        **vars(manifest),
        "format": FORMAT,
        "committed_at": manifest.committed_at.isoformat(),
        "columns": shapes,
        "files": [{**vars(file), "columns": numbers[file.columns]} for file in manifest.files],
    }
    return json.dumps(plain)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises BrokenManifest, and NewerLake where the schema's major version is later."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise BrokenManifest(path, "is missing") from error
    except OSError as error:
        raise BrokenManifest(path, f"cannot be read ({error})") from error
    return parse_manifest(content, path)


def parse_manifest(content: bytes, path: Path | str) -> Manifest:
    """The manifest that was read from `path`. Raises BrokenManifest and NewerLake."""
    try:
        manifest = _from_plain(json.loads(content), path)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BrokenManifest(path, f"cannot be read ({type(error).__name__}: {error})") from error
    if int(manifest.schema_version.split(".")[0]) > int(SCHEMA_VERSION.split(".")[0]):
        raise NewerLake(path, manifest.schema_version)
    return manifest


def _from_plain(plain: dict[str, Any], path: Path | str) -> Manifest:
    form = plain.pop("format")
    if form != FORMAT:
        raise BrokenManifest(path, f"has format {form}, this copydesk reads format {FORMAT}")
    shapes = [tuple(names) for names in plain.pop("columns")]
    files = tuple(DataFile(**{**file, "columns": shapes[file["columns"]]}) for file in plain.pop("files"))
    committed_at = datetime.fromisoformat(plain.pop("committed_at"))
    segments = tuple(plain.pop("segments"))
    return Manifest(committed_at=committed_at, segments=segments, files=files, **plain)
