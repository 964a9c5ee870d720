"""What the ledger says of the URLs of all sources, kept in a file from run to run.

Observed: each run put together what is known of 60 days of URLs, 7 CPU microseconds for each: .8 s at a month
of 3,000 articles a day, 1.3 at two. The rule: that is written down, and a run reads the data files only that
have come since. It is written again when it is a DAY old, when what has come since is a tenth of it, and when
the lake was changed by anything but runs (publishing removes it): no URL that was taken down stays in it.
A URL is known for a day longer at most than where it is put together each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import part_of, sync_file
from warehouse.base.durable import replace as rename
from warehouse.query.connection import connect_landed
from warehouse.query.landed_since import landed_since
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

MEMORY = timedelta(days=60)
"""A URL that was not seen for so long is requested like a new one."""
DAY = timedelta(days=1)
FEW = 0.1
"""Of the rows that a file was made of: so many may have come since."""
ATTEMPTS_AT_ONCE = 200_000
"""Rows of the ledger whose URLs are put together in memory at a time, unless one source has more: 60 MiB."""
ROWS_READ_AT_ONCE = 2_000
"""Rows are sorted by source, and whoever needs one source reads the row groups that hold it."""
_MADE = b"made"


@dataclass(frozen=True)
class KeptUrls:
    """The file, the snapshot that it was made of by the time of its commit, its data files, the rows of those
    that were read, and how many takedowns it knows."""

    path: Path
    made_at: datetime
    landed_at: datetime
    files: frozenset[str]
    attempts: int
    erasures: int

    def later(self, snapshot: Snapshot) -> tuple[DataFile, ...]:
        """The data files that it does not speak for."""
        return tuple(file for file in snapshot.manifest.of("fetches") if file.name not in self.files)

    def serves(self, snapshot: Snapshot, now: datetime) -> bool:
        """Whether it is young, not much has come since, and nothing was taken down or put back."""
        is_young = self.made_at <= now < self.made_at + DAY
        follows = self.landed_at <= snapshot.manifest.committed_at and self.erasures == _erasures(snapshot)
        return is_young and follows and _rows(self.later(snapshot)) <= FEW * self.attempts


def kept_urls(data: DataFolder, snapshot: Snapshot, now: datetime) -> KeptUrls:
    """What is kept of the URLs of all sources, which is put together where nothing is that serves."""
    kept = _read(data.known)
    return kept if kept and kept.serves(snapshot, now) else _put_together(data, snapshot, now)


def known_later(snapshot: Snapshot, kept: KeptUrls) -> Snapshot:
    """The snapshot with those files of the ledger only that have come since."""
    return replace(snapshot, manifest=replace(snapshot.manifest, files=kept.later(snapshot)))


def writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """For a file that is read source by source and soon removed."""
    return pq.ParquetWriter(
        path,
        schema,
        compression="none",
        use_dictionary=["kind", "outcome", "reason"],
        write_statistics=["source"],
    )


def _read(path: Path) -> KeptUrls | None:
    try:
        metadata = pq.read_schema(path).metadata or {}
        made = json.loads(metadata[_MADE])
        return KeptUrls(
            path=path,
            made_at=datetime.fromisoformat(made["made_at"]),
            landed_at=datetime.fromisoformat(made["landed_at"]),
            files=frozenset(made["files"]),
            attempts=made["attempts"],
            erasures=made["erasures"],
        )
    except (OSError, KeyError, ValueError, pa.ArrowException):  # none, or of another version
        return None


def _put_together(data: DataFolder, snapshot: Snapshot, now: datetime) -> KeptUrls:
    recent = landed_since(snapshot, now - MEMORY)
    kept = KeptUrls(
        path=data.known,
        made_at=now,
        landed_at=snapshot.manifest.committed_at,
        files=frozenset(file.name for file in snapshot.manifest.of("fetches")),
        attempts=_rows(recent.manifest.of("fetches")),
        erasures=_erasures(snapshot),
    )
    part = part_of(data.known)
    part.parent.mkdir(exist_ok=True)
    _write(part, _known(recent, now - MEMORY), {_MADE: _to_json(kept)})
    rename(part, data.known)
    return kept


def _write(path: Path, tables: Iterator[pa.Table], metadata: dict[bytes, bytes]) -> None:
    with ExitStack() as writers:
        file: pq.ParquetWriter | None = None
        for table in tables:
            rows = table.replace_schema_metadata(metadata)
            file = file or writers.enter_context(writer(path, rows.schema))
            file.write_table(rows, row_group_size=ROWS_READ_AT_ONCE)
    sync_file(path)


def _to_json(kept: KeptUrls) -> bytes:
    made = {
        "made_at": kept.made_at.isoformat(),
        "landed_at": kept.landed_at.isoformat(),
        "files": sorted(kept.files),
        "attempts": kept.attempts,
        "erasures": kept.erasures,
    }
    return json.dumps(made).encode()


def _rows(files: Iterable[DataFile]) -> int:
    return sum(file.rows for file in files)


def _erasures(snapshot: Snapshot) -> int:
    return _rows(snapshot.manifest.of("erasures"))


def _known(snapshot: Snapshot, since: datetime) -> Iterator[pa.Table]:
    with connect_landed(snapshot, ["fetches"]) as database:
        attempts = execute(database, "crawling/rows_of_sources", since=since).fetchall()
        for first, last in _ranges(attempts) or [("", "")]:
            known = execute(database, "crawling/known_urls", first=first, last=last, since=since)
            yield known.to_arrow_table()


def _ranges(attempts: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """First and last of sources that are looked at together; `attempts` are counted by source, in order."""
    ranges: list[tuple[str, str]] = []
    held = ATTEMPTS_AT_ONCE
    for source, count in attempts:
        held += count
        if held > ATTEMPTS_AT_ONCE:
            ranges.append((source, source))
            held = count
        else:
            ranges[-1] = (ranges[-1][0], source)
    return ranges
