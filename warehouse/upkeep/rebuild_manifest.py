"""A manifest that was lost, rebuilt from the files of its snapshot.

The directory says which files belong to which table and partition; another manifest that names a file
vouches for its bytes. A file that no other manifest names is taken as it is, which is why its footer must be
readable. What cannot be known again is why the snapshot was made (`cause` is `repair`), the landing segments
that it took in, and the moment: the time of its newest file stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.snapshots.datafile import describe
from warehouse.snapshots.manifest import DataFile, Manifest

_TICK = timedelta(microseconds=1)


def rebuild_manifest(path: Path, known: Sequence[Manifest]) -> Manifest | None:
    """The manifest of the snapshot in `path`; None where a file cannot be read. `known` are intact."""
    vouched = {file.name: file for manifest in known for file in manifest.files}
    number = int(path.name)
    paths = sorted(path.glob("*/*/*.parquet"))
    try:
        files = tuple(_entry(file, vouched) for file in paths)
        versions = [_version(file) for file in paths]
    except (pa.ArrowException, OSError):
        return None
    if not files:
        return None
    before = [manifest.committed_at for manifest in known if manifest.number < number]
    return Manifest(
        number=number,
        parent=number - 1 or None,
        committed_at=max([_written_at(paths), *(moment + _TICK for moment in before)]),
        cause="repair",
        schema_version=max(versions, key=lambda version: [int(part) for part in version.split(".")]),
        segments=(),
        files=files,
    )


def _entry(path: Path, vouched: Mapping[str, DataFile]) -> DataFile:
    return vouched.get(path.name) or describe(path, path.parts[-3], path.parts[-2])


def _version(path: Path) -> str:
    metadata: dict[bytes, bytes] = pq.read_schema(path).metadata or {}
    return metadata.get(b"schema_version", b"1.0").decode()


def _written_at(paths: Sequence[Path]) -> datetime:
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC)
