"""What the snapshot knows of the URLs of some sources, handed to the crawl as a Parquet file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.query.connection import connect_landed
from warehouse.query.landed_since import landed_since
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

MEMORY = timedelta(days=60)
"""A URL that was not seen for so long is requested like a new one."""
ATTEMPTS_AT_ONCE = 200_000
"""Rows of the ledger whose URLs are put together in memory at a time, unless one source has more: 60 MiB."""
ROWS_READ_AT_ONCE = 2_000
"""Rows are sorted by source, and whoever needs one source reads the row groups that hold it."""


def write_known(snapshot: Snapshot, path: Path, now: datetime, sources: Collection[str]) -> None:
    """Write what is known of the URLs of some sources, given by name, of the last MEMORY.

    Columns are those of `spiders.fetching.known.Known`.
    """
    since = now - MEMORY
    with connect_landed(landed_since(snapshot, since), ["fetches"]) as database, ExitStack() as writers:
        writer = None
        asked = {"since": since, "sources": sorted(sources)}
        attempts = execute(database, "crawling/rows_of_sources", **asked).fetchall()
        for first, last in _ranges(attempts) or [("", "")]:
            known = execute(database, "crawling/known_urls", first=first, last=last, **asked)
            rows = known.to_arrow_table()
            writer = writer or writers.enter_context(_writer(path, rows.schema))
            writer.write_table(rows, row_group_size=ROWS_READ_AT_ONCE)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """For a file that is read once and removed."""
    return pq.ParquetWriter(
        path,
        schema,
        compression="none",
        use_dictionary=["kind", "outcome", "reason"],
        write_statistics=["source"],
    )


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


def erased_url_hashes(snapshot: Snapshot) -> tuple[str, ...]:
    """The hashes of every URL that was taken down."""
    if not snapshot.manifest.of("erasures"):
        return ()
    with connect_landed(snapshot, ["erasures"]) as database:
        return tuple(url_hash for (url_hash,) in execute(database, "crawling/erased_urls").fetchall())
