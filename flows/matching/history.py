"""What is known of articles that pairs touch, whether they land in this batch or landed before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from warehouse.tables import Article

_SIDE = "article_id, revision, source, published_at, discovered_at, word_count"
_LATEST = """
SELECT {columns} FROM landed.articles WHERE article_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC, extraction DESC) = 1
"""
_PAIRS = """
SELECT article_id, other_id, kind, similarity, resemblance, reason FROM landed.pairs
WHERE article_id IN (SELECT unnest($ids)) OR other_id IN (SELECT unnest($ids))
"""
_CLUSTERS = """
SELECT article_id, cluster_id, story_id FROM landed.duplicates WHERE article_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY landed_at DESC, revision DESC) = 1
"""


@dataclass(frozen=True, order=True)
class Link:
    """A verified pair of articles, by key."""

    one: str
    two: str
    kind: str
    similarity: float
    resemblance: float
    reason: str


@dataclass(frozen=True)
class Side:
    """One article as far as matching asks."""

    article_id: str
    revision: int
    source: str
    published_at: datetime | None
    discovered_at: datetime
    word_count: int

    def order(self) -> tuple[datetime, datetime, int, str]:
        """The canonical comes first: published earliest, then seen earliest, then the longest."""
        published = self.published_at or self.discovered_at
        return published, self.discovered_at, -self.word_count, self.article_id


class History:
    """The articles of a snapshot, and of a batch that is about to land on it."""

    def __init__(self, database: duckdb.DuckDBPyConnection, batch: Sequence[Article]) -> None:
        self._database = database
        self._batch = {article.article_id: _side(article) for article in batch}
        self._texts = {article.article_id: article.text for article in batch}

    def sides(self, ids: Collection[str]) -> dict[str, Side]:
        """The latest revision of each article that is known."""
        landed = [Side(*row) for row in self._latest(_SIDE, ids)]
        return {side.article_id: side for side in (*landed, *map(self._batch.get, ids)) if side is not None}

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The text of the latest revision of each article that is known."""
        batch = {article_id: self._texts[article_id] for article_id in ids if article_id in self._texts}
        return batch | dict(self._latest("article_id, text", ids))

    def _latest(self, columns: str, ids: Collection[str]) -> list[tuple[Any, ...]]:
        wanted = sorted(set(ids) - self._batch.keys())
        sql = _LATEST.format(columns=columns)
        return self._database.execute(sql, {"ids": wanted}).fetchall() if wanted else []

    def landed(self, ids: Iterable[str]) -> dict[str, datetime]:
        """When each of the articles that landed before did so for the first time."""
        sql = """SELECT article_id, min(landed_at) FROM landed.articles
                 WHERE article_id IN (SELECT unnest($ids)) GROUP BY ALL"""
        return dict(self._database.execute(sql, {"ids": list(ids)}).fetchall())

    def said(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The cluster and story that each article was last said to be in, where anything was said."""
        rows = self._database.execute(_CLUSTERS, {"ids": list(ids)}).fetchall()
        return {article_id: (cluster_id, story_id) for article_id, cluster_id, story_id in rows}

    def links_around(self, ids: Collection[str]) -> list[Link]:
        """Every pair found by earlier runs that hangs together with `ids`, near or far."""
        links: set[Link] = set()
        reached, frontier = set(ids), set(ids)
        while frontier:
            rows = self._database.execute(_PAIRS, {"ids": sorted(frontier)}).fetchall()
            links.update(Link(*row) for row in rows)
            frontier = {end for one, two, *_ in rows for end in (one, two)} - reached
            reached |= frontier
        return sorted(links)


def _side(article: Article) -> Side:
    return Side(
        article.article_id,
        article.revision,
        article.source,
        article.published_at,
        article.discovered_at,
        article.word_count,
    )
