"""The latest landed row of each article that a batch touches."""

from __future__ import annotations

from flows.stages.clean import Cleaned
from flows.stages.revise import Known
from warehouse.lake.snapshots import Snapshot
from warehouse.query.reader import connect

_LATEST = """
    select article_id, revision, extraction, content_hash, url
    from landed.articles where list_contains(?, article_id)
    order by revision, extraction
"""


def latest_landed(snapshot: Snapshot | None, cleaned: Cleaned) -> dict[str, Known]:
    """By article_id. What this batch cleaned again counts as landed."""
    wanted = sorted({article.article_id for article in cleaned.articles})
    with connect(snapshot) as connection:
        rows = connection.execute(_LATEST, [wanted]).fetchall()
    known = {row[0]: Known(*row[1:]) for row in rows}
    for article in cleaned.recleaned:
        known[article.article_id] = Known(
            article.revision, article.extraction, article.content_hash, article.url
        )
    return known
