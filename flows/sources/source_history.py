"""The history of every source, from the snapshot's fetches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flows.sources.pacing import LATELY_DAYS, SourceHistory
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot

_DAYS = 60

_HISTORY = """
WITH looks AS (
    SELECT source, run_id, min(discovered_at) AS moment,
           bool_and(outcome IN ('failed', 'blocked')) AS failed
    FROM landed.fetches
    WHERE kind <> 'article' AND outcome <> 'skipped' AND discovered_at > $since
    GROUP BY source, run_id
),
good AS (SELECT source, max(moment) AS moment FROM looks WHERE NOT failed GROUP BY source),
watch AS (SELECT source, min(moment) AS start FROM looks GROUP BY source),
news AS (
    SELECT source, url, min(fetched_at) AS moment FROM landed.fetches
    WHERE kind = 'article' AND outcome = 'fetched' AND discovery <> 'archive'
    GROUP BY source, url
),
counts AS (
    SELECT source, max(moment) AS last_new, count(*) FILTER (WHERE moment > $lately) AS lately
    FROM news GROUP BY source
),
days AS (
    SELECT DISTINCT source, (moment AT TIME ZONE 'UTC')::DATE AS day
    FROM news JOIN watch USING (source)
    WHERE moment > start + INTERVAL 1 DAY AND moment > $since
),
pauses AS (
    SELECT source, day - lag(day) OVER (PARTITION BY source ORDER BY day) AS days FROM days
    QUALIFY days IS NOT NULL
),
rhythm AS (
    SELECT source, CASE WHEN count(*) >= 3 THEN list_reverse_sort(list(days))[2] END AS pause
    FROM pauses GROUP BY source
)
SELECT looks.source, max(looks.moment), any_value(last_new),
       min(looks.moment) FILTER (WHERE looks.failed AND (good.moment IS NULL OR looks.moment > good.moment)),
       min(looks.moment), any_value(coalesce(lately, 0)), any_value(coalesce(pause, 0))
FROM looks LEFT JOIN good USING (source) LEFT JOIN counts USING (source) LEFT JOIN rhythm USING (source)
GROUP BY looks.source
"""


def source_histories(snapshot: Snapshot | None, now: datetime) -> dict[str, SourceHistory]:
    """By name. A look is one run's reading of a source's documents; it failed when all of them did."""
    days = {"since": _DAYS, "lately": LATELY_DAYS}
    with connect_landed(snapshot, ["fetches"]) as database:
        moments = {name: now - timedelta(days=number) for name, number in days.items()}
        rows = database.execute(_HISTORY, moments).fetchall()
    return {row[0]: _history(row, now) for row in rows}


def _history(row: tuple[Any, ...], now: datetime) -> SourceHistory:
    name, look, new, failing, first, lately, pause = row
    return SourceHistory(
        source=name,
        last_look=_utc(look),
        last_new=new and _utc(new),
        failing_since=failing and _utc(failing),
        watched_days=(now - _utc(first)) / timedelta(days=1),
        new_lately=lately,
        pause_days=float(pause),
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
