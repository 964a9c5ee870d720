"""What is known of articles that pairs touch, whether they land in this batch or landed before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import duckdb

from warehouse.query.landed_keys import ArticleKeys
from warehouse.query.sought_articles import execute_on_articles, view_landed_about
from warehouse.sql import execute
from warehouse.tables import Article, RemovedBlock
from warehouse.values import PairKind

LONGEST_CREDIT = 80
"""Characters of a block that was cut and may say whose a story is."""
MOST_CREDITS = 3
"""Such blocks of an article that are looked at, the last ones."""

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
    """The articles of a snapshot, and of a batch that is about to land on it, without those `erased`.

    What was found of an article that turned out to be another, by the snapshot or `moved`, is of that one.
    With the snapshot's `keys` its articles are found at once. `removed` was cut from articles of the batch.
    """

    def __init__(
        self,
        database: duckdb.DuckDBPyConnection,
        batch: Sequence[Article],
        erased: Collection[str] = (),
        moved: Mapping[str, str] | None = None,
        keys: ArticleKeys | None = None,
        removed: Iterable[RemovedBlock] = (),
    ) -> None:
        self._database = database
        self._keys = keys
        self._erased = frozenset(erased)
        self._now = dict(execute(database, "matching/former_keys").fetchall()) | dict(moved or {})
        self._former: dict[str, list[str]] = defaultdict(list)
        for key in self._now:
            self._former[self._named(key)].append(key)
        self._parted: set[tuple[str, str]] = set()
        self._batch = {article.article_id: _matched_article(article) for article in batch}
        self._texts = {article.article_id: article.text for article in batch}
        self._authors = {article.article_id: article.authors for article in batch}
        self._cut = _short_lines((block.article_id, block.position, block.text) for block in removed)

    def articles(self, ids: Collection[str]) -> dict[str, MatchedArticle]:
        """The latest revision of each article that is known, discovered when its first was."""
        landed = [MatchedArticle(*row) for row in self._latest("latest_articles", set(ids))]
        found = {article.article_id: article for article in landed}
        for key in self._batch.keys() & set(ids):
            first = min(each.discovered_at for each in (self._batch[key], found.get(key)) if each)
            found[key] = replace(self._batch[key], discovered_at=first)
        return found

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The text of the latest revision of each article that is known."""
        batch = {article_id: self._texts[article_id] for article_id in ids if article_id in self._texts}
        return batch | dict(self._latest("latest_texts", set(ids) - batch.keys()))

    def texts_with_credits(self, ids: Collection[str]) -> dict[str, str]:
        """The same with what may say whose it is: a line for each author before it ("By AFP"), and after it
        short lines that were cut as none of the story ("© AFP")."""
        authors = {article_id: self._authors[article_id] for article_id in ids if article_id in self._authors}
        landed = self._latest("latest_authors", set(ids) - authors.keys())
        authors |= {article_id: names for article_id, names, _ in landed}
        cut = self._cut | self._cut_from({article_id: moment for article_id, _, moment in landed})
        return {
            article_id: "\n".join(
                (*(f"By {name}" for name in authors.get(article_id) or ()), text, *cut.get(article_id, ()))
            )
            for article_id, text in self.texts(ids).items()
        }

    def _cut_from(self, landed: Mapping[str, datetime]) -> dict[str, list[str]]:
        """The short lines that were cut from articles that landed at some moments."""
        if not landed:
            return {}
        snapshot = self._keys.snapshot if self._keys else None
        view_landed_about(self._database, "removed_about", "removed_blocks", snapshot, landed.values())
        return _short_lines(self._rows("cut_lines", sorted(landed), longest=LONGEST_CREDIT))

    def _latest(self, name: str, ids: Set[str]) -> list[tuple[Any, ...]]:
        wanted = sorted(ids - self._erased - self._now.keys())
        return self._rows_of_articles(name, wanted) if wanted else []

    def _rows(self, name: str, ids: Iterable[str], **parameters: object) -> list[tuple[Any, ...]]:
        return execute(self._database, f"matching/{name}", ids=list(ids), **parameters).fetchall()

    def _rows_of_articles(self, name: str, ids: Iterable[str], **parameters: object) -> list[tuple[Any, ...]]:
        found = execute_on_articles(self._database, f"matching/{name}", ids, self._keys, **parameters)
        return found.fetchall()

    def by_present_keys(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The distinct pairs of articles, each by the key that it has now."""
        if not self._now:
            return list(pairs)
        named = ((self._named(one), self._named(two)) for one, two in pairs)
        return [pair for pair in dict.fromkeys(named) if pair[0] != pair[1]]

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
        wanted = {key for now in ids for key in (now, *self._former.get(now, ()))}
        rows = self._rows("pairs", sorted(wanted)) if ids else []
        links = (VerifiedPair(self._named(one), self._named(two), *row) for one, two, *row in rows)
        newest = {link.ends: link for link in links if link.one != link.two}
        return sorted(link for ends, link in newest.items() if self._holds(ends, link))

    def linked_pairs(self, ids: Set[str]) -> list[tuple[str, str]]:
        """The ends of the same."""
        return [link.ends for link in self.pairs_of(ids)]

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

    def _named(self, key: str) -> str:
        """The key that an article has now; no chain is longer than all that moved, whatever a lake says."""
        for _ in range(len(self._now)):
            if key not in self._now:
                break
            key = self._now[key]
        return key

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


def _short_lines(blocks: Iterable[tuple[Any, ...]]) -> dict[str, list[str]]:
    """Of the blocks cut from each article, as (article, position, text), the last short ones."""
    lines: dict[str, list[str]] = defaultdict(list)
    for article_id, _, text in sorted(block for block in blocks if len(block[2]) <= LONGEST_CREDIT):
        lines[article_id].append(text)
    return {article_id: some[-MOST_CREDITS:] for article_id, some in lines.items()}
