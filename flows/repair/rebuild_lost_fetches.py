"""Rows of `fetches` that are lost, rebuilt from the pages that the fetches gave.

So these links count as fetched, and lost articles are found by them. What a page does not tell is lost:
when a host asked to wait, validators, and every fetch that gave no page.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from spiders.fetching.ids import fetch_id
from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import commit
from warehouse.sql import execute
from warehouse.tables import Fetch
from warehouse.tables.arrow import to_arrow
from warehouse.values import Discovery, FetchKind, FetchOutcome, FetchReason


def rebuild_lost_fetches(data: DataFolder, articles_are_lost: bool) -> int:
    """Commit a row for each page that has none; returns how many.

    Of a page of which nothing became the row says that it was unchanged; where `articles_are_lost`, that it
    was new. Only the holder of the run lock may call it.
    """
    base = Lake(data).current()
    with connect_landed(base) as database:
        found = execute(database, "upkeep/pages_without_fetch").to_arrow_table().to_pylist()
    if found:
        rows = {"fetches": to_arrow([_fetch(row, articles_are_lost) for row in found], Fetch)}
        commit(data, base, rows, [], datetime.now(UTC))
    return len(found)


def _fetch(page: dict[str, Any], articles_are_lost: bool) -> Fetch:
    is_news = page.pop("landed") or articles_are_lost
    capture = page["page_id"] if page["discovery"] == Discovery.ARCHIVE else ""
    return Fetch(
        **page,
        fetch_id=fetch_id(page["run_id"], FetchKind.ARTICLE, page["url"], capture),
        kind=FetchKind.ARTICLE,
        outcome=FetchOutcome.FETCHED if is_news else FetchOutcome.UNCHANGED,
        reason=FetchReason.OK if is_news else FetchReason.SAME_TEXT,
    )
