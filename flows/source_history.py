"""The history of every source, from the snapshot's fetches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.pacing import History
from warehouse.reader import connect
from warehouse.snapshots import Snapshot

_DAYS = 60

_HISTORY = """
WITH looks AS (
    SELECT source, run_id, min(discovered_at) AS moment,
           bool_and(outcome IN ('failed', 'blocked')) AS failed
    FROM landed.fetches
    WHERE kind <> 'article' AND outcome <> 'skipped' AND discovered_at > ?
    GROUP BY source, run_id
),
good AS (SELECT source, max(moment) AS moment FROM looks WHERE NOT failed GROUP BY source),
news AS (
    SELECT source, max(first_seen) AS moment FROM (
        SELECT source, url, min(fetched_at) AS first_seen FROM landed.fetches
        WHERE kind = 'article' AND outcome = 'fetched' AND discovery <> 'archive'
        GROUP BY source, url
    ) GROUP BY source
)
SELECT looks.source, max(looks.moment), any_value(news.moment),
       min(looks.moment) FILTER (WHERE looks.failed AND (good.moment IS NULL OR looks.moment > good.moment))
FROM looks LEFT JOIN good USING (source) LEFT JOIN news USING (source)
GROUP BY looks.source
"""


def source_histories(snapshot: Snapshot | None, now: datetime) -> dict[str, History]:
    """By name. A look is one run's reading of a source's documents; it failed when all of them did."""
    with connect(snapshot) as database:
        rows = database.execute(_HISTORY, [now - timedelta(days=_DAYS)]).fetchall()
    return {
        name: History(
            source=name, last_look=_utc(look), last_new=new and _utc(new), failing_since=bad and _utc(bad)
        )
        for name, look, new, bad in rows
    }


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
