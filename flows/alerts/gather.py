"""Evidence from a snapshot and the data folder: queries and looks, no judgement."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from flows.alerts.evidence import AlertEvidence, DocumentLook, LinkCounts, PageCounts, Surroundings, Watched
from flows.alerts.source_findings import LOOKS_MOVED
from flows.sources.moves import LOOKS, is_move
from flows.sources.recent import SINCE, recent
from flows.sources.source_history import histories_in
from spiders.identity.urls import domain_of
from warehouse.base.data_folder import DataFolder
from warehouse.checks.replay import entries
from warehouse.query.connection import connect_landed
from warehouse.query.landed_since import landed_since
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.values import PageGroup, of_group

RUNS_SINCE = timedelta(days=15)
WEEK = timedelta(days=7)
LATELY = timedelta(days=1)
_RUN = timedelta(hours=1)
"""A document is read before the links in it are seen: its responses count as of late so much longer."""

_LAST = max(LOOKS, LOOKS_MOVED)
"""Looks at a document of which it is seen where they ended."""

_PAGES: dict[str, Any] = {
    "lists": of_group(PageGroup.LIST),
    "walls": of_group(PageGroup.WALL),
    "recent_pages": 20,
    "pages": 500,
}
"""Reasons of pages that are lists and walls; pages of a source that are its present, and with its past."""


def gather(data: DataFolder, snapshot: Snapshot, now: datetime) -> AlertEvidence:
    """Everything that findings are judged by, at `now` (UTC). Only the holder of the run lock may call."""
    with recent(data, snapshot, now) as database:
        histories = histories_in(database, snapshot, now)
        watched = _Gathered(database, now)
        sources = {name: watched.of(name, history) for name, history in histories.items()}
    with connect_landed(landed_since(snapshot, now - RUNS_SINCE), ["runs"]) as database:
        ((gaps,),) = execute(database, "alerts/gaps", since=now - RUNS_SINCE).fetchall()
    return AlertEvidence(surroundings=_surroundings(data, gaps or []), sources=sources)


class _Gathered:
    """The results of all queries, by source."""

    def __init__(self, database: duckdb.DuckDBPyConnection, now: datetime) -> None:
        since, lately = now - SINCE, now - LATELY
        self._documents: dict[str, list[DocumentLook]] = defaultdict(list)
        moments = {"since": since, "week": now - WEEK, "lately": lately - _RUN}
        looks = execute(database, "alerts/documents", last=_LAST, **moments).fetchall()
        for source, *look in looks:
            self._documents[source].append(_document(look))
        pages = execute(database, "alerts/pages", since=since, **_PAGES).fetchall()
        self._pages = {
            (row[0], row[1]): PageCounts(**dict(zip(_NAMES, row[2:], strict=True))) for row in pages
        }
        links = execute(database, "alerts/links", since=since, lately=lately).fetchall()
        self._links = {
            (row[0], row[1]): LinkCounts(**dict(zip(_LINK_NAMES, row[2:], strict=True))) for row in links
        }
        titles = execute(database, "alerts/titles", since=since).fetchall()
        self._titles = {row[0]: row[1:] for row in titles}

    def of(self, name: str, history: Any) -> Watched:
        title, count, total = self._titles.get(name, ("", 0, 0))
        return Watched(
            history=history,
            documents=tuple(self._documents[name]),
            recent=self._pages.get((name, True), PageCounts()),
            past=self._pages.get((name, False), PageCounts()),
            recent_links=self._links.get((name, True), LinkCounts()),
            past_links=self._links.get((name, False), LinkCounts()),
            title=title or "",
            title_count=count or 0,
            title_of=total,
        )


_LINK_NAMES = ("seen", "forbidden", "off_site", "off_site_host")
_NAMES = ("pages", "rejected", "lists", "walls", "landed", "words", "firsts", "duplicates")


def _document(row: list[Any]) -> DocumentLook:
    url, kind, outcome, reason, failing, was_read, finals, for_good, of_late = row
    last, is_last_for_good = (finals or [])[:LOOKS], (for_good or [])[:LOOKS]
    return DocumentLook(
        url=url,
        kind=kind,
        outcome=outcome,
        reason=reason,
        failing_since=failing.astimezone(UTC) if failing else None,
        was_read=was_read,
        hosts=tuple(domain_of(final) for final in finals or ()),
        hosts_lately=frozenset(domain_of(final) for final in of_late or ()),
        moved_to=last[0] if is_move(url, last, is_last_for_good) else None,
    )


def _surroundings(data: DataFolder, gaps: list[float]) -> Surroundings:
    disk = shutil.disk_usage(data.root)
    longest = sorted(gaps[:-1], reverse=True)
    return Surroundings(
        free_bytes=disk.free,
        disk_bytes=disk.total,
        quarantined=tuple(entry.name for entry in entries(data) if entry.segments),
        run_gap=gaps[-1] if gaps else 0.0,
        usual_gap=longest[1] if len(longest) >= FEWEST_GAPS else 0.0,
    )


FEWEST_GAPS = 5
