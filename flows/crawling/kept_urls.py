"""What the ledger says of the URLs of all sources, kept in a file from run to run.

Observed: each run put together what is known of 60 days of URLs, 7 CPU microseconds for each: .8 s at a month
of 3,000 articles a day, 1.3 at two. The rule: that is written down, and a run reads the data files only that
have come since. When it is written again says `warehouse.query.kept_file`: no URL taken down stays in
it. A URL is known for a day longer at most than where it is put together each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import part_of, sync_file
from warehouse.base.durable import replace as rename
from warehouse.base.memory import release_memory
from warehouse.query.connection import connect_landed
from warehouse.query.kept_file import MADE, Made, kept_in
from warehouse.query.landed_since import landed_since
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

MEMORY = timedelta(days=60)
"""A URL that was not seen for so long is requested like a new one."""
ATTEMPTS_AT_ONCE = 200_000
"""Rows of the ledger whose URLs are put together in memory at a time, unless one source has more: 60 MiB."""
ROWS_READ_AT_ONCE = 2_000
"""Rows are sorted by source, and whoever needs one source reads the row groups that hold it."""


@dataclass(frozen=True)
class KeptUrls:
    """The file, and of what it was made."""

    path: Path
    made: Made


def kept_urls(data: DataFolder, snapshot: Snapshot, now: datetime) -> KeptUrls:
    """What is kept of the URLs of all sources, which is put together where nothing is that serves."""
    made = kept_in(data.known)
    if made is None or not made.serves(snapshot, now):
        made = _put_together(data, snapshot, now)
    return KeptUrls(data.known, made)


def known_later(snapshot: Snapshot, kept: KeptUrls) -> Snapshot:
    """The snapshot with those files of the ledger only that have come since."""
    return replace(snapshot, manifest=replace(snapshot.manifest, files=kept.made.later(snapshot)))


def writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """For a file that is read source by source and soon removed."""
    return pq.ParquetWriter(
        path,
        schema,
        compression="none",
        use_dictionary=["kind", "outcome", "reason"],
        write_statistics=["source"],
    )


def _put_together(data: DataFolder, snapshot: Snapshot, now: datetime) -> Made:
    recent = landed_since(snapshot, now - MEMORY)
    made = Made.of(snapshot, recent, "fetches", now)
    part = part_of(data.known)
    part.parent.mkdir(exist_ok=True)
    _write(part, _known(recent, now - MEMORY), {MADE: made.to_json().encode()})
    rename(part, data.known)
    release_memory()
    return made


def _write(path: Path, tables: Iterator[pa.Table], metadata: dict[bytes, bytes]) -> None:
    with ExitStack() as writers:
        file: pq.ParquetWriter | None = None
        for table in tables:
            rows = table.replace_schema_metadata(metadata)
            file = file or writers.enter_context(writer(path, rows.schema))
            file.write_table(rows, row_group_size=ROWS_READ_AT_ONCE)
    sync_file(path)


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
