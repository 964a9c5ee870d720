"""The latest landed row of each article that a batch touches."""

from __future__ import annotations

from flows.stages.clean import Cleaned
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Article, from_arrow

_LATEST = """
    SELECT * FROM landed.articles WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC, extraction DESC) = 1
"""


def latest_rows(snapshot: Snapshot | None, cleaned: Cleaned) -> dict[str, Article]:
    """By article_id. What this batch cleaned again counts as landed."""
    wanted = sorted({article.article_id for article in cleaned.articles})
    with connect(snapshot) as connection:
        rows = connection.execute(_LATEST, {"ids": wanted}).to_arrow_table()
    landed = {article.article_id: article for article in from_arrow(rows, Article)}
    return landed | {article.article_id: article for article in cleaned.recleaned}
