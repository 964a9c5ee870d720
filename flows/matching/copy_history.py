"""What is known of articles that pairs touch, whether they land in this batch or landed before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import duckdb

from warehouse.tables import Article

_SIDE = "article_id, revision, source, published_at, discovered_at, word_count, domain, published_precision"
_LATEST = """
SELECT {columns} FROM landed.articles WHERE article_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC, extraction DESC) = 1
"""
_PAIRS = """
SELECT article_id, other_id, kind, similarity, resemblance, reason FROM landed.pairs
WHERE article_id IN (SELECT unnest($ids)) OR other_id IN (SELECT unnest($ids))
ORDER BY found_at
"""
_CLUSTERS = """
SELECT article_id, cluster_id, story_id, original_id FROM landed.duplicates
WHERE article_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY landed_at DESC, revision DESC) = 1
"""


PARTED = "parted"
"""Kind of a pair that was compared again, because a text changed: its articles are no copies any more."""

ClusterIds = tuple[str, str, str | None]
"""The cluster, the story and the original of an article."""


class Cause(Protocol):
    """What finds memberships, and when: a run, or an erasure."""

    @property
    def run_id(self) -> str: ...

    @property
    def started_at(self) -> datetime: ...


@dataclass(frozen=True, order=True)
class VerifiedPair:
    """A verified pair of articles, by key."""

    one: str
    two: str
    kind: str
    similarity: float
    resemblance: float
    reason: str

    @property
    def ends(self) -> tuple[str, str]:
        """Both articles, the lesser key first."""
        return ends_of(self.one, self.two)


def end_ids(links: Iterable[VerifiedPair]) -> set[str]:
    """The articles of some pairs."""
    return {end for link in links for end in link.ends}


def ends_of(one: str, two: str) -> tuple[str, str]:
    """Two articles, the lesser key first."""
    return (one, two) if one < two else (two, one)


@dataclass(frozen=True)
class MatchedArticle:
    """One article as far as matching asks."""

    article_id: str
    revision: int
    source: str
    published_at: datetime | None
    discovered_at: datetime
    word_count: int
    domain: str = ""
    published_precision: str | None = None

    def order(self) -> tuple[datetime, datetime, int, str]:
        """The canonical comes first: published earliest, then seen earliest, then the longest."""
        published = self.published_at or self.discovered_at
        return published, self.discovered_at, -self.word_count, self.article_id


class CopyHistory:
    """The articles of a snapshot, and of a batch that is about to land on it, without those `erased`."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, batch: Sequence[Article], erased: Collection[str] = ()
    ) -> None:
        self._database = database
        self._erased = frozenset(erased)
        self._parted: set[tuple[str, str]] = set()
        self._batch = {article.article_id: _matched_article(article) for article in batch}
        self._texts = {article.article_id: article.text for article in batch}

    def articles(self, ids: Collection[str]) -> dict[str, MatchedArticle]:
        """The latest revision of each article that is known."""
        landed = [MatchedArticle(*row) for row in self._latest(_SIDE, ids)]
        return {
            article.article_id: article
            for article in (*landed, *map(self._batch.get, ids))
            if article is not None
        }

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The text of the latest revision of each article that is known."""
        batch = {article_id: self._texts[article_id] for article_id in ids if article_id in self._texts}
        return batch | dict(self._latest("article_id, text", ids))

    def _latest(self, columns: str, ids: Collection[str]) -> list[tuple[Any, ...]]:
        wanted = sorted(set(ids) - self._batch.keys() - self._erased)
        sql = _LATEST.format(columns=columns)
        return self._database.execute(sql, {"ids": wanted}).fetchall() if wanted else []

    def first_landed(self, ids: Iterable[str]) -> dict[str, datetime]:
        """When each of the articles that landed before did so for the first time."""
        sql = """SELECT article_id, min(landed_at) FROM landed.articles
                 WHERE article_id IN (SELECT unnest($ids)) GROUP BY ALL"""
        return dict(self._database.execute(sql, {"ids": list(ids)}).fetchall())

    def cluster_ids(self, ids: Iterable[str]) -> dict[str, ClusterIds]:
        """Where each article was last said to belong, where anything was said."""
        rows = self._database.execute(_CLUSTERS, {"ids": list(ids)}).fetchall()
        return {article_id: (cluster, story, original) for article_id, cluster, story, original in rows}

    def pairs_of(self, ids: Collection[str]) -> list[VerifiedPair]:
        """Every pair that is said to be copies today and has an end among `ids`."""
        rows = self._database.execute(_PAIRS, {"ids": sorted(ids)}).fetchall() if ids else []
        newest = {link.ends: link for link in (VerifiedPair(*row) for row in rows)}
        return sorted(link for ends, link in newest.items() if self._holds(ends, link))

    def connected_pairs(self, ids: Collection[str]) -> list[VerifiedPair]:
        """Every pair found by earlier runs that hangs together with `ids`, near or far."""
        links: set[VerifiedPair] = set()
        reached, frontier = set(ids), set(ids)
        while frontier:
            further = self.pairs_of(frontier)
            links.update(further)
            frontier = {end for link in further for end in link.ends} - reached
            reached |= frontier
        return sorted(links)

    def record_parted(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take note of pairs, the lesser key first, that were found to be copies no more."""
        self._parted.update(pairs)

    def _holds(self, ends: tuple[str, str], link: VerifiedPair) -> bool:
        return link.kind != PARTED and ends not in self._parted and self._erased.isdisjoint(ends)


def _matched_article(article: Article) -> MatchedArticle:
    return MatchedArticle(
        article.article_id,
        article.revision,
        article.source,
        article.published_at,
        article.discovered_at,
        article.word_count,
        article.domain,
        article.published_precision,
    )
