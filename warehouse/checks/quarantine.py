"""Batches that failed a data check, whole: their rows, their pages and what was wrong.

A quarantined batch is replayed by moving the directories of its `segments/` back into landing/, once what
was wrong is put right: the next run takes them in like any others.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from warehouse.checks.checking import BatchRefused, Fault, check_batch
from warehouse.durable import PART, replace, write_text
from warehouse.folder import DataFolder
from warehouse.lake.parquet import conform, write_rows
from warehouse.lake.snapshots import Landed, Snapshot, commit

FAULTS = "faults.json"


def commit_checked(
    data: DataFolder,
    base: Snapshot | None,
    rows: Mapping[str, pa.Table],
    segments: Sequence[Landed],
    now: datetime,
    found: tuple[Fault, ...] = (),
) -> Snapshot:
    """Commit a batch that passes the data checks, as `warehouse.lake.snapshots.commit` does.

    `found` are faults that the caller knows of.

    Raises BatchRefused, after moving the batch with its segments into quarantine, when there is a fault.
    """
    pages = [segment.path / "pages.parquet" for segment in segments]
    conforming = {table: conform(some, table) for table, some in rows.items()}
    faults = (*found, *check_batch(data, base, conforming, pages, now))
    if faults:
        raise BatchRefused(faults, _set_aside(data, conforming, segments, faults, now))
    return commit(data, base, conforming, segments, now)


def _set_aside(
    data: DataFolder,
    rows: Mapping[str, pa.Table],
    segments: Sequence[Landed],
    faults: Sequence[Fault],
    now: datetime,
) -> Path:
    path = data.quarantine / f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    part = data.tmp / (path.name + PART)
    (part / "segments").mkdir(parents=True)
    for table, some in rows.items():
        write_rows(some, table, part / f"{table}.parquet")
    plain = [{"check": f.check, "holds": f.holds, "count": f.count, "first": f.first} for f in faults]
    write_text(part / FAULTS, json.dumps(plain, indent=1, ensure_ascii=False))
    replace(part, path)
    for segment in segments:
        replace(segment.path, path / "segments" / segment.name)
    return path
