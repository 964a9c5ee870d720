"""What is known of articles that pairs touch, whether they land in this batch or landed before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import duckdb

from warehouse.query.sought_articles import execute_on_articles
from warehouse.sql import execute
from warehouse.tables import Article
from warehouse.values import PairKind

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
    """What matching needs of one article."""

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
        landed = [MatchedArticle(*row) for row in self._latest("latest_articles", ids)]
        return {
            article.article_id: article
            for article in (*landed, *map(self._batch.get, ids))
            if article is not None
        }

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The text of the latest revision of each article that is known."""
        batch = {article_id: self._texts[article_id] for article_id in ids if article_id in self._texts}
        return batch | dict(self._latest("latest_texts", ids))

    def _latest(self, name: str, ids: Collection[str]) -> list[tuple[Any, ...]]:
        wanted = sorted(set(ids) - self._batch.keys() - self._erased)
        return self._rows_of_articles(name, wanted) if wanted else []

    def _rows(self, name: str, ids: Iterable[str], **parameters: object) -> list[tuple[Any, ...]]:
        return execute(self._database, f"matching/{name}", ids=list(ids), **parameters).fetchall()

    def _rows_of_articles(self, name: str, ids: Iterable[str], **parameters: object) -> list[tuple[Any, ...]]:
        return execute_on_articles(self._database, f"matching/{name}", ids, **parameters).fetchall()

    def first_landed(self, ids: Iterable[str], run_id: str) -> dict[str, datetime]:
        """When each of the articles that landed before the run did so for the first time."""
        return dict(self._rows_of_articles("first_landed", ids, run_id=run_id))

    def new_in_run(self, run_id: str, ids: Iterable[str]) -> dict[str, str]:
        """The source of each article that is new in the run, in a part that landed."""
        return dict(self._rows_of_articles("new_in_run", ids, run_id=run_id))

    def cluster_ids(self, ids: Iterable[str]) -> dict[str, ClusterIds]:
        """Where each article was last said to belong, where anything was said."""
        rows = self._rows("cluster_ids", ids)
        return {article_id: (cluster, story, original) for article_id, cluster, story, original in rows}

    def pairs_of(self, ids: Collection[str]) -> list[VerifiedPair]:
        """Every pair that is said to be copies today and has an end among `ids`."""
        rows = self._rows("pairs", sorted(ids)) if ids else []
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
        return link.kind != PairKind.PARTED and ends not in self._parted and self._erased.isdisjoint(ends)


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
