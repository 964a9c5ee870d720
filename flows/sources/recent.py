"""What the last weeks' rows tell of sources, narrow: what findings and pauses are found from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import duckdb

from spiders.fetching.outcome import MOVED_REMARK
from warehouse.base.data_folder import DataFolder
from warehouse.query.recent_rows import Selected, connect_recent
from warehouse.snapshots.snapshot import Snapshot

SINCE = timedelta(days=60)
"""What was fetched last so long ago, and is fetched again, counts as new once more, as it does for the crawl
(`flows.crawling.known_urls`): else each run would look at all URLs ever fetched."""

LOOKED = (Selected("looks", "fetches", {"moved": MOVED_REMARK}), Selected("links", "fetches"))
"""What the ledger tells."""

ALL = (
    *LOOKED,
    Selected("texts", "articles"),
    Selected("titles", "articles"),
    Selected("refusals", "rejections"),
    Selected("memberships", "duplicates"),
)


@contextmanager
def recent(
    data: DataFolder, snapshot: Snapshot, now: datetime, wanted: tuple[Selected, ...] = ALL, keep: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session with `recent.<name>` for each of `wanted`, and rows of SINCE at least. Only the holder of the
    run lock may `keep` what was not kept."""
    with connect_recent(data, snapshot, wanted, now - SINCE, now, keep) as database:
        yield database
