"""What the snapshot knows of the URLs of some sources, handed to the crawl as Parquet files."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from flows.crawling.kept_urls import MEMORY, ROWS_READ_AT_ONCE, KeptUrls, kept_urls, known_later, writer
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect_landed
from warehouse.query.temporary_tables import fill_table
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

_LAST = chr(0x10FFFF)


def write_known(
    data: DataFolder, snapshot: Snapshot, path: Path, now: datetime, sources: Collection[str]
) -> tuple[Path, ...]:
    """Have what is known of the URLs of some sources, given by name, in files, of which the last counts most.

    The first is kept from run to run and speaks for all sources; what has come since is written to `path`.
    Columns are those of `spiders.fetching.known.Known`, and some of the first's own.
    """
    kept = kept_urls(data, snapshot, now)
    if not kept.made.later(snapshot):
        return (kept.path,)
    rows = _joined(kept, snapshot, now, sorted(sources))
    with writer(path, rows.schema) as file:
        file.write_table(rows, row_group_size=ROWS_READ_AT_ONCE)
    return (kept.path, path)


def _joined(kept: KeptUrls, snapshot: Snapshot, now: datetime, sources: list[str]) -> pa.Table:
    """What is known of the URLs of which rows have come since."""
    with connect_landed(known_later(snapshot, kept), ["fetches"]) as database:
        later = execute(database, "crawling/known_urls", first="", last=_LAST, since=now - MEMORY)
        fill_table(database, "later", later.to_arrow_table())
        joined = execute(database, "crawling/join_known", earlier=str(kept.path), sources=sources)
        return joined.to_arrow_table()


def erased_url_hashes(snapshot: Snapshot) -> tuple[str, ...]:
    """The hashes of every URL that was taken down."""
    if not snapshot.manifest.of("erasures"):
        return ()
    with connect_landed(snapshot, ["erasures"]) as database:
        return tuple(url_hash for (url_hash,) in execute(database, "crawling/erased_urls").fetchall())
