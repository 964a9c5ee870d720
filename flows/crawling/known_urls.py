"""What the snapshot knows of every URL, handed to the crawl as a Parquet file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

MEMORY = timedelta(days=60)
"""A URL that was not seen for so long is requested like a new one."""
ROWS_READ_AT_ONCE = 2_000
"""Rows are sorted by source, and whoever needs one source reads the row groups that hold it."""


def write_known(snapshot: Snapshot, path: Path, now: datetime) -> None:
    """Write what is known of all URLs of the last MEMORY; columns are those of
    `spiders.fetching.known.Known`."""
    with connect_landed(snapshot) as database:
        known = execute(database, "crawling/known_urls", since=now - MEMORY).to_arrow_reader()
        with pq.ParquetWriter(path, known.schema) as writer:
            for batch in known:
                writer.write_batch(batch, row_group_size=ROWS_READ_AT_ONCE)


def erased_url_hashes(snapshot: Snapshot) -> tuple[str, ...]:
    """The hashes of every URL that was taken down."""
    if not snapshot.manifest.of("erasures"):
        return ()
    with connect_landed(snapshot) as database:
        return tuple(url_hash for (url_hash,) in execute(database, "crawling/erased_urls").fetchall())
