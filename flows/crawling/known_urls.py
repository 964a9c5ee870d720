"""What the snapshot knows of every address, handed to the crawl as a Parquet file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import Snapshot

MEMORY = timedelta(days=60)
"""An address that was not seen for so long is asked for like a new one."""

_KNOWN = """
COPY (
    WITH attempts AS (
        SELECT *, outcome IN ('fetched', 'unchanged') AS answered,
               row_number() OVER last = 1 AS is_last,
               max(fetched_at) FILTER (WHERE outcome IN ('fetched', 'unchanged')) OVER address AS last_good
        FROM landed.fetches
        WHERE discovered_at > ? AND discovery <> 'archive' AND reason <> 'not_due'
        WINDOW address AS (PARTITION BY source, kind = 'article', url),
               last AS (PARTITION BY source, kind = 'article', url ORDER BY discovered_at DESC)
    )
    SELECT source, url,
           max(kind) FILTER (WHERE is_last) AS kind,
           max(outcome) FILTER (WHERE is_last) AS outcome,
           max(reason) FILTER (WHERE is_last) AS reason,
           max(discovery) FILTER (WHERE is_last) AS discovery,
           max(discovery_url) FILTER (WHERE is_last) AS discovery_url,
           min(discovered_at) AS first_seen,
           max(discovered_at) FILTER (WHERE outcome NOT IN ('skipped')) AS last_asked,
           max(retry_after) FILTER (WHERE is_last) AS retry_after,
           count(*) FILTER (
               WHERE outcome IN ('failed', 'blocked') AND (last_good IS NULL OR discovered_at > last_good)
           )::INTEGER AS failures,
           max(etag) FILTER (WHERE answered AND fetched_at = last_good) AS etag,
           max(last_modified) FILTER (WHERE answered AND fetched_at = last_good) AS last_modified,
           max(body_hash) FILTER (WHERE answered AND fetched_at = last_good) AS body_hash,
           max(detail) FILTER (WHERE is_last AND reason = 'denied') AS detail
    FROM attempts
    GROUP BY source, kind = 'article', url
    ORDER BY source
) TO '{path}' (FORMAT parquet)
"""


def write_known(snapshot: Snapshot | None, path: Path, now: datetime) -> None:
    """Write what is known of all addresses of the last MEMORY; columns are those of
    `spiders.fetching.known.Known`."""
    with connect(snapshot) as database:
        database.execute(_KNOWN.format(path=str(path).replace("'", "''")), [now - MEMORY])


def erased_url_hashes(snapshot: Snapshot | None) -> tuple[str, ...]:
    """The hashes of every address that was taken down."""
    if snapshot is None or not snapshot.manifest.of("erasures"):
        return ()
    with connect(snapshot) as database:
        rows = database.execute(
            "SELECT DISTINCT url_hash FROM landed.erasures WHERE url_hash <> ''"
        ).fetchall()
    return tuple(sorted(url_hash for (url_hash,) in rows))
