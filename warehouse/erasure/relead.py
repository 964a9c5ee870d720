"""Clusters whose canonical is erased: the member that landed first leads the others from then on.

Its own new row names itself, which says that it is no copy any more: whoever follows along learns of it.
"""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from warehouse.erasure.target import Target
from warehouse.lake.parquet import conform
from warehouse.lake.snapshots import Snapshot
from warehouse.query.reader import connect
from warehouse.tables import Duplicate, to_arrow

_SQL = """
    WITH orphans AS (
        SELECT m.*, a.landed_at AS first_landed
        FROM memberships AS m
        JOIN articles_all AS a ON a.article_id = m.article_id
        WHERE NOT list_contains($erased, m.article_id)
            AND list_has_any($erased, [m.cluster_id, m.story_id, m.matched_article_id])
    ),
    led AS (
        SELECT
            *,
            CASE
                WHEN list_contains($erased, cluster_id)
                THEN first_value(article_id) OVER (PARTITION BY cluster_id ORDER BY first_landed, article_id)
                ELSE cluster_id
            END AS leader,
            first_value(article_id) OVER (PARTITION BY story_id ORDER BY first_landed, article_id) AS teller,
            list_contains($erased, matched_article_id) AS is_unmatched
        FROM orphans
    )
    SELECT
        * EXCLUDE (leader, teller, is_unmatched, first_landed) REPLACE (
            leader AS cluster_id,
            if(list_contains($erased, story_id), teller, story_id) AS story_id,
            if(is_unmatched, leader, matched_article_id) AS matched_article_id,
            if(is_unmatched, 1::BIGINT, matched_revision) AS matched_revision,
            if(is_unmatched, 'what it had been matched with was erased', reason) AS reason,
            $now AS landed_at
        )
    FROM led
"""


def relead(base: Snapshot | None, target: Target, now: datetime) -> pa.Table:
    """New rows of `duplicates` for the members that lose what they were matched with."""
    if base is None or not target.articles:
        return to_arrow([], Duplicate)
    with connect(base) as database:
        rows = database.execute(_SQL, {"erased": sorted(target.articles), "now": now}).to_arrow_table()
    return conform(rows, "duplicates")
