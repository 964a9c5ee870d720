"""One URL's history, gathered from a snapshot: queries only, no printing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import duckdb

from flows.explain.article_files import article_files
from spiders.extraction.model import Extraction
from spiders.identity.urls import article_id, normalise
from spiders.workers.pool import extract_pages
from warehouse.query.connection import connect_for
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import Article, Duplicate, Fetch, Page, Record, Rejection, RemovedBlock
from warehouse.tables.arrow import from_arrow

R = TypeVar("R", bound=Record)
_READ = (
    *("explain/article_of_url", "explain/has_landed", "explain/moved", "explain/texts"),
    *("explain/fetches", "explain/fetches_ended_at", "explain/rejections"),
    *("explain/removed_blocks", "explain/memberships", "explain/copies", "landing/pages"),
)
GONE = frozenset({404, 410})
"""What the view gone_articles looks for: without one of them its costly query is spared."""


@dataclass(frozen=True)
class ExplainedPage:
    """What the latest page says when it is re-extracted: clues to its type, every form of title and
    authors."""

    clues: tuple[str, ...]
    titles: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True)
class UrlHistory:
    """Everything that the warehouse knows of one URL.

    `revisions` are every revision and extraction of its article, latest last; `removed` are the blocks cut
    from the latest; `membership` says what it duplicates, and `canonical` is that article; `copies` are the
    memberships of the articles that duplicate it. `gone` has each time that its page was not there: URL,
    status, since when, and when it was back. `files` are the Parquet files that hold it. `evidence` is
    None where its page is no longer kept, or was refused.
    """

    url: str
    fetches: tuple[Fetch, ...]
    rejections: tuple[Rejection, ...]
    revisions: tuple[Article, ...]
    removed: tuple[RemovedBlock, ...]
    membership: Duplicate | None
    canonical: Article | None
    copies: tuple[tuple[Duplicate, Article], ...]
    files: tuple[str, ...]
    evidence: ExplainedPage | None = None
    gone: tuple[tuple[str, int, datetime, datetime | None], ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.fetches or self.revisions)


def url_history(snapshot: Snapshot, url: str) -> UrlHistory:
    """The history of `url`, which may be any URL of an article: as fetched, canonical or a variant.

    Raises UrlError when `url` is no web URL.
    """
    with connect_for(snapshot, _READ) as connection:
        return _HistoryReader(connection, snapshot).read(normalise(url))


class _HistoryReader:
    def __init__(self, connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
        self._connection = connection
        self._snapshot = snapshot

    def read(self, url: str) -> UrlHistory:
        key = self._article_of(url)
        revisions = self._records(Article, "texts", article_id=key)
        latest = revisions[-1] if revisions else None
        urls = sorted(
            {url, *(u for row in revisions for u in (row.url, normalise(row.url), row.canonical_url))}
        )
        fetches = self._fetches(url, urls)
        pages = [fetch.page_id for fetch in fetches if fetch.page_id]
        memberships = self._records(Duplicate, "memberships", article_id=key)
        membership = memberships[-1] if memberships else None
        return UrlHistory(
            url=url,
            fetches=tuple(fetches),
            rejections=tuple(self._records(Rejection, "rejections", page_ids=pages)),
            revisions=tuple(revisions),
            removed=tuple(self._removed(latest)),
            membership=membership,
            canonical=self._latest(membership.matched_article_id) if membership else None,
            copies=tuple(self._copies(key)),
            files=article_files(self._connection, self._snapshot, key, (row.landed_at for row in revisions)),
            gone=self._gone(key) if any(fetch.status in GONE for fetch in fetches) else (),
            evidence=self._evidence(latest),
        )

    def _article_of(self, url: str) -> str:
        """The article whose canonical URL it is, or that was landed from it, or that this one turned out to
        be."""
        key = article_id(url)
        if not self._value("has_landed", article_id=key):
            key = self._value("article_of_url", url=url) or key
        return str(self._value("moved", article_id=key) or key)

    def _fetches(self, url: str, urls: Iterable[str]) -> list[Fetch]:
        """Those of the article's URLs, and those that ended at `url`, by time."""
        ended = self._records(Fetch, "fetches_ended_at", url=url)
        asked = (fetch for each in urls for fetch in self._records(Fetch, "fetches", url=each))
        found = {fetch.fetch_id: fetch for fetch in (*ended, *asked)}
        return sorted(found.values(), key=lambda fetch: (fetch.discovered_at, fetch.run_id))

    def _evidence(self, latest: Article | None) -> ExplainedPage | None:
        """The evidence of the page of a revision, extracted once more, in a process that may die."""
        if latest is None:
            return None
        found = execute(self._connection, "landing/pages", ids=[latest.page_id]).to_arrow_table()
        pages = from_arrow(found, Page)
        for _, found in extract_pages(pages[:1], {}, workers=1) if pages else ():
            if isinstance(found, Extraction):
                forms = (found.title_claims, found.author_claims)
                titles, authors = (tuple(map(str, claims)) for claims in forms)
                return ExplainedPage(found.clues, titles, authors)
        return None

    def _removed(self, latest: Article | None) -> list[RemovedBlock]:
        if latest is None:
            return []
        return self._records(
            RemovedBlock,
            "removed_blocks",
            article_id=latest.article_id,
            revision=latest.revision,
            extraction=latest.extraction,
        )

    def _copies(self, key: str) -> list[tuple[Duplicate, Article]]:
        of_article = {row.article_id: row for row in self._records(Duplicate, "copies", article_id=key)}
        articles = ((row, self._latest(row.article_id)) for row in of_article.values())
        return [(row, article) for row, article in articles if article is not None]

    def _latest(self, key: str) -> Article | None:
        rows = self._records(Article, "texts", article_id=key)
        return rows[-1] if rows else None

    def _gone(self, key: str) -> tuple[tuple[str, int, datetime, datetime | None], ...]:
        with connect_for(self._snapshot, ["explain/gone"]) as database:
            return tuple(execute(database, "explain/gone", article_id=key).fetchall())

    def _records(self, record: type[R], name: str, **parameters: object) -> list[R]:
        return from_arrow(self._select(name, **parameters).to_arrow_table(), record)

    def _value(self, name: str, **parameters: object) -> Any:
        """The first value that a statement gives; None where it gives none."""
        row = self._select(name, **parameters).fetchone()
        return row[0] if row else None

    def _select(self, name: str, **parameters: object) -> duckdb.DuckDBPyConnection:
        return execute(self._connection, f"explain/{name}", **parameters)
