"""Evidence from a snapshot and the data folder: queries and looks, no judgement."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from flows.alerts.evidence import AlertEvidence, DocumentLook, LinkCounts, PageCounts, Surroundings, Watched
from flows.sources.moves import LOOKS, is_move
from flows.sources.source_history import source_histories
from spiders.fetching.response_outcome import MOVED
from spiders.identity.urls import domain_of
from warehouse.base.data_folder import DataFolder
from warehouse.checks.replay import entries
from warehouse.query.connection import connect_landed
from warehouse.query.viewtext import view
from warehouse.snapshots.snapshot import Snapshot

SINCE = timedelta(days=60)
RUNS_SINCE = timedelta(days=15)

_TABLES = ("fetches", "articles", "rejections", "duplicates", "runs")

_DOCUMENTS = """
WITH looks AS (
    SELECT source, url, kind, run_id, outcome, reason, discovered_at, final_url,
           coalesce(contains(detail, $moved), false) AS is_for_good,
           outcome IN ('failed', 'blocked') AS is_lost
    FROM landed.fetches
    WHERE kind <> 'article' AND outcome <> 'skipped' AND discovered_at > $since
),
latest AS (SELECT source, arg_max(run_id, discovered_at) AS run_id FROM looks GROUP BY source),
good AS (SELECT source, url, max(discovered_at) AS moment FROM looks WHERE NOT is_lost GROUP BY source, url)
SELECT source, url, arg_max(kind, discovered_at), arg_max(outcome, discovered_at),
       arg_max(reason, discovered_at),
       min(discovered_at) FILTER (is_lost AND (moment IS NULL OR discovered_at > moment)),
       any_value(moment) IS NOT NULL,
       list(final_url ORDER BY discovered_at DESC) FILTER (final_url IS NOT NULL),
       list(is_for_good ORDER BY discovered_at DESC) FILTER (final_url IS NOT NULL)
FROM looks LEFT JOIN good USING (source, url) LEFT JOIN latest USING (source)
GROUP BY source, url
HAVING bool_or(looks.run_id = latest.run_id)
ORDER BY source, url
"""
"""Documents that the last look at their source had to do with."""

_LISTS = ("index_page", "list", "listing", "front_page")
_WALLS = ("consent", "login", "challenge", "subscription", "wall")
_RECENT, _ALL = 20, 500
"""Pages of a source that are its present, and those that are its present and past."""

_PAGES = f"""
WITH ranked AS (
    SELECT source, page_id, row_number() OVER (PARTITION BY source ORDER BY fetched_at DESC, url) AS rank
    FROM landed.fetches
    WHERE kind = 'article' AND outcome = 'fetched' AND page_id IS NOT NULL
      AND discovery <> 'archive' AND discovered_at > $since
    QUALIFY rank <= {_ALL}
),
texts AS (
    SELECT page_id, article_id, revision, wall, word_count
    FROM landed.articles
    WHERE extraction = 1 AND landed_date >= $since
),
fates AS (
    SELECT ranked.source, rank <= {_RECENT} AS is_recent, reason, article_id, revision, word_count,
           coalesce(reason, '') IN {_WALLS} OR coalesce(wall, 'none') <> 'none' AS is_wall,
           article_id IN (SELECT article_id FROM memberships) AS is_copy
    FROM ranked LEFT JOIN landed.rejections USING (page_id) LEFT JOIN texts USING (page_id)
)
SELECT source, is_recent, count(*),
       count(*) FILTER (reason IS NOT NULL AND reason NOT IN {_LISTS + _WALLS}),
       count(*) FILTER (reason IN {_LISTS}),
       count(*) FILTER (is_wall),
       count(*) FILTER (article_id IS NOT NULL AND NOT is_wall),
       median(word_count) FILTER (NOT is_wall),
       count(*) FILTER (revision = 1),
       count(*) FILTER (revision = 1 AND is_copy)
FROM fates GROUP BY source, is_recent
"""

_LINKS = """
SELECT source, discovered_at > $lately AS is_recent, count(DISTINCT url),
       count(DISTINCT url) FILTER (outcome = 'blocked' AND reason = 'robots'), count(DISTINCT url) FILTER
       (reason = 'denied' AND detail LIKE 'not on %'), coalesce(mode(regexp_extract(url, '//([^/]+)', 1))
       FILTER (reason = 'denied' AND detail LIKE 'not on %'), '')
FROM landed.fetches
WHERE kind = 'article' AND discovery <> 'archive' AND discovered_at > $since
GROUP BY source, is_recent
"""

_TITLES = """
WITH ranked AS (
    SELECT source, article_id, lower(trim(title)) AS title
    FROM landed.articles
    WHERE landed_date >= $since AND revision = 1 AND extraction = 1 AND discovery <> 'archive'
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY fetched_at DESC, article_id) <= 50
),
counts AS (SELECT source, title, count(*) AS articles FROM ranked GROUP BY source, title)
SELECT source, arg_max(title, articles), max(articles) FILTER (title <> ''), sum(articles)::BIGINT
FROM counts GROUP BY source
"""

_GAPS = """
WITH starts AS (SELECT started_at FROM landed.runs WHERE status = 'complete' AND started_at > $since),
gaps AS (
    SELECT started_at, epoch(started_at - lag(started_at) OVER (ORDER BY started_at)) / 3600 AS hours
    FROM starts
    QUALIFY hours IS NOT NULL
)
SELECT list(hours ORDER BY started_at) FROM gaps
"""


def gather(data: DataFolder, snapshot: Snapshot | None, now: datetime) -> AlertEvidence:
    """Everything that findings are judged by, at `now` (UTC)."""
    histories = source_histories(snapshot, now)
    with connect_landed(snapshot, _TABLES) as database:
        database.execute(f"CREATE VIEW memberships AS {view('memberships').select}")
        watched = _Gathered(database, now)
        sources = {name: watched.of(name, history) for name, history in histories.items()}
        gaps = _rows(database, _GAPS, since=now - RUNS_SINCE)[0][0] or []
    return AlertEvidence(surroundings=_surroundings(data, gaps), sources=sources)


class _Gathered:
    """The answers of all queries, by source."""

    def __init__(self, database: duckdb.DuckDBPyConnection, now: datetime) -> None:
        since = now - SINCE
        self._documents: dict[str, list[DocumentLook]] = defaultdict(list)
        for source, *look in _rows(database, _DOCUMENTS, since=since, moved=MOVED):
            self._documents[source].append(_document(look))
        pages = _rows(database, _PAGES, since=since)
        self._pages = {
            (row[0], row[1]): PageCounts(**dict(zip(_NAMES, row[2:], strict=True))) for row in pages
        }
        links = _rows(database, _LINKS, since=since, lately=now - timedelta(days=1))
        self._links = {
            (row[0], row[1]): LinkCounts(**dict(zip(_LINK_NAMES, row[2:], strict=True))) for row in links
        }
        self._titles = {row[0]: row[1:] for row in _rows(database, _TITLES, since=since)}

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
    url, kind, outcome, reason, failing, was_read, finals, for_good = row
    last, is_last_for_good = (finals or [])[:LOOKS], (for_good or [])[:LOOKS]
    return DocumentLook(
        url=url,
        kind=kind,
        outcome=outcome,
        reason=reason,
        failing_since=failing.astimezone(UTC) if failing else None,
        was_read=was_read,
        hosts=tuple(domain_of(final) for final in finals or ()),
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


def _rows(database: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return database.execute(sql, parameters).fetchall()
