"""The keys of a lake in a bucket.

`data/TABLE/PARTITION/NAME.parquet` are immutable: a name is never given twice. `snapshots/N/manifest.json`
makes snapshot N; the newest N is the current one. `warehouse.duckdb` is derived. Below `work/RUN/` the
machines of a cluster leave files for each other while a run extracts.
"""

from __future__ import annotations

import re

from warehouse.snapshots.manifest import NAME, DataFile

DATA = "data"
SNAPSHOTS = "snapshots"
WORK = "work"
DATABASE = "warehouse.duckdb"

_MANIFEST = re.compile(rf"{SNAPSHOTS}/(\d+)/{NAME}")


def data_key(file: DataFile) -> str:
    """The key of a data file."""
    return f"{DATA}/{file.table}/{file.partition}/{file.name}"


def manifest_key(number: int) -> str:
    """The key of a snapshot's manifest."""
    return f"{SNAPSHOTS}/{number}/{NAME}"


def snapshot_number(key: str) -> int | None:
    """The snapshot whose manifest has this key; None of another key."""
    match = _MANIFEST.fullmatch(key)
    return int(match[1]) if match else None
