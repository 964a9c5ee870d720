"""The latest landed row of each article that a batch touches."""

from __future__ import annotations

from flows.stages.clean import Cleaned
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect_landed
from warehouse.query.landed_keys import ArticleKeys
from warehouse.query.sought_articles import execute_on_articles
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Article
from warehouse.tables.arrow import from_arrow


def latest_rows(data: DataFolder, snapshot: Snapshot, cleaned: Cleaned) -> dict[str, Article]:
    """By article_id. What this batch re-cleaned counts as landed."""
    wanted = {article.article_id for article in cleaned.articles}
    with connect_landed(snapshot, ()) as connection:
        keys = ArticleKeys(data, snapshot)
        rows = execute_on_articles(connection, "landing/latest_texts", wanted, keys).to_arrow_table()
    landed = {article.article_id: article for article in from_arrow(rows, Article)}
    return landed | {article.article_id: article for article in cleaned.recleaned}
