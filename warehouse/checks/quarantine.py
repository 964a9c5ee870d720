"""What could not be landed and is kept: batches that failed a data check, and segments that cannot be read.

Each is a directory: `segments/` as they stood in landing, `faults.json` with what was wrong, and the rows
that had been made of them. `warehouse.checks.replay` moves the segments back into landing.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART, replace, write_text
from warehouse.checks.batch_checks import Fault
from warehouse.landing.segments import Segment
from warehouse.snapshots.parquet import write_rows
from warehouse.snapshots.snapshot import LandedSegment
from warehouse.tables import SCHEMA_VERSION

logger = logging.getLogger(__name__)

FAULTS = "faults.json"
SEGMENTS = "segments"
DAMAGED = "damaged"
"""The fault of what cannot be read."""


def set_damaged_aside(data: DataFolder, segments: Iterable[Segment], now: datetime) -> list[str]:
    """Move segments that cannot be read into quarantine; returns a line for each, which is also logged."""
    lines = []
    for segment in segments:
        if problem := segment.problem():
            lines.append(set_segment_aside(data, segment, problem, now))
    return lines


def set_segment_aside(data: DataFolder, segment: LandedSegment, problem: str, now: datetime) -> str:
    """Move one damaged segment into quarantine; returns a line that says so, which is also logged."""
    fault = Fault(DAMAGED, "a file can be read", 1, (f"{segment.name}: {problem}",))
    path = set_aside(data, {}, [segment], [fault], now)
    line = (
        f"{segment.path}: cannot be read ({problem}); set aside as {path.name}, its links are fetched again; "
        f"with a copy of it: copydesk quarantine replay {path.name}"
    )
    logger.warning(line)
    return line


def set_aside(
    data: DataFolder,
    rows: Mapping[str, pa.Table],
    segments: Sequence[LandedSegment],
    faults: Sequence[Fault],
    now: datetime,
) -> Path:
    """Move segments into quarantine, with the rows made of them and what is wrong; returns where."""

    def fill(part: Path) -> None:
        (part / SEGMENTS).mkdir()
        for table, some in rows.items():
            write_rows(some, table, part / f"{table}.parquet")

    path = new_entry(data, faults, now, fill)
    for segment in segments:
        replace(segment.path, path / SEGMENTS / segment.name)
    return path


def new_entry(data: DataFolder, faults: Iterable[Fault], now: datetime, fill: Callable[[Path], None]) -> Path:
    """A directory of quarantine, whole or not at all: what `fill` puts in, and what is wrong with it."""
    path = data.quarantine / f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    part = data.tmp / (path.name + PART)
    part.mkdir(parents=True)
    fill(part)
    _write_faults(part, faults)
    replace(part, path)
    return path


def version_of_copydesk() -> str:
    """What checked a batch: another version may judge otherwise."""
    from importlib.metadata import version  # here: it takes 20 ms, and verbs that read need it not

    return f"{version('copydesk')}, schema {SCHEMA_VERSION}"


def _write_faults(folder: Path, faults: Iterable[Fault]) -> None:
    """Say in a quarantined directory what was wrong, and by which copydesk."""
    plain = [{**vars(fault), "version": version_of_copydesk()} for fault in faults]
    write_text(folder / FAULTS, json.dumps(plain, indent=1, ensure_ascii=False))
