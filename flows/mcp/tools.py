"""The tools that assistants may call: each reads the current snapshot, and nothing else.

Results are bounded, since they become part of somebody's prompt, and say so where they are cut. All texts
came from the web: they are data, and the server's instructions tell the assistant that.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import duckdb

from flows.desk.finding_articles import SearchFilters, find_articles
from flows.desk.reader import Reader, Row
from spiders.identity.urls import UrlError, normalise
from warehouse.base.errors import CopydeskError
from warehouse.exports.rowtext import json_line, rows_of
from warehouse.query.names_only import require_names_only
from warehouse.query.statements import run_query
from warehouse.query.viewtext import MACROS, VIEWS, column_comments, sql_of, view
from warehouse.sql import execute

MOST_ROWS = 200
MOST_CHARS = 100_000
"""Characters of a result's rows as JSON."""
MOST_SECONDS = 30
"""After which a query is ended."""


_REVISION = ("revision", "changed", "title", "authors", "published_at", "modified_at", "landed_at", "flags")
_LEFT_OUT = frozenset({"blocks", "line_kinds", "text_key", "is_latest"})


class NoSuchArticle(CopydeskError):
    """No article has an id or URL."""

    def __init__(self, article: str) -> None:
        super().__init__(article)
        self.article = article

    def __str__(self) -> str:
        return f"no article has the id or URL {self.article}; find articles with the tool search"


class QueryTooLong(CopydeskError):
    """A query took longer than MOST_SECONDS."""

    def __str__(self) -> str:
        return f"the query took over {MOST_SECONDS} s and was ended; query fewer days or columns"


@dataclass(frozen=True)
class Tools:
    """The tools over one data folder; a method is a tool, its docstring what the assistant reads."""

    reader: Reader

    def search(
        self,
        words: str,
        source: str | None = None,
        language: str | None = None,
        published_from: date | None = None,
        published_to: date | None = None,
        copies: bool = False,
        most: int = 20,
    ) -> dict[str, Any]:
        """Find articles by words in title and text, best first, with an excerpt of each.

        All words must occur; "words in quotation marks" must stand together, -word must not occur. Languages
        are two letters. Copies of a story on other sites are left out unless `copies`.
        """
        filters = SearchFilters(words, source, language, None, published_from, published_to, False, copies)
        results = find_articles(self.reader, filters, min(max(most, 1), MOST_ROWS))
        if results.problem:
            return {"problem": results.problem, "articles": []}
        return {"matching": results.matching, **_bounded("articles", list(results.rows))}

    def article(self, article: str) -> dict[str, Any]:
        """The latest text and metadata of one article, named by its article_id or by its URL.

        A text that is null is withheld, because its publisher reserves its use by machines.
        """
        latest = self._texts(article)[-1]
        kept = {name: value for name, value in latest.items() if name not in _LEFT_OUT}
        shown: dict[str, Any] = _plain(_shortened(kept))
        return shown

    def copies(self, article: str) -> dict[str, Any]:
        """The other articles, on this and other sites, with the same text; the canonical one first."""
        key = self._texts(article)[-1]["article_id"]
        return _bounded("copies", self.reader.rows("article_copies", article_id=key))

    def revisions(self, article: str) -> dict[str, Any]:
        """What changed in an article since it first landed: metadata, and paragraphs before and after."""
        texts = self._texts(article)
        latest = {row["revision"]: row for row in texts}
        key = texts[-1]["article_id"]
        revisions = [{name: row[name] for name in _REVISION} for row in latest.values()]
        return {
            "revisions": _plain(revisions),
            **_bounded("changes", self.reader.rows("article_changes", article_id=key)),
        }

    def stories(self, days: int = 1, most: int = 20) -> dict[str, Any]:
        """Stories that several sites carried in the last days, the most carried first, and who was first."""
        since = datetime.now(UTC) - timedelta(days=min(max(days, 1), 3650))
        rows = self.reader.rows("stories", since=since, most=min(max(most, 1), MOST_ROWS))
        return _bounded("stories", rows)

    def sources(self, days: int = 7) -> dict[str, Any]:
        """How every source has been doing in the last days: links, failures, rejected pages, articles."""
        since = datetime.now(UTC) - timedelta(days=min(max(days, 1), 3650))
        return _bounded("sources", self.reader.rows("sources", since=since))

    def tables(self) -> dict[str, Any]:
        """The views and table macros that the tool query can read, with what their columns mean."""
        views = [
            {"name": name, "comment": view(name).comment, "columns": column_comments(name)} for name in VIEWS
        ]
        macros = [{"name": name, "sql": sql_of("macros", name).split("AS TABLE")[0]} for name in MACROS]
        return {"views": views, "macros": macros}

    def query(self, sql: str) -> dict[str, Any]:
        """Run one SELECT in DuckDB's SQL over the snapshot; nothing can be written, no other file read.

        See the tool tables for the views. Results are cut at 200 rows: aggregate, or give LIMIT and ORDER BY.
        """
        cursor = self.reader.cursor()
        timer = threading.Timer(MOST_SECONDS, cursor.interrupt)
        timer.start()
        try:
            require_names_only(cursor, sql)
            rows = list(islice(rows_of(run_query(cursor, sql)), MOST_ROWS + 1))
        except duckdb.InterruptException as error:
            raise QueryTooLong from error
        finally:
            timer.cancel()
            cursor.close()
        return _bounded("rows", rows)

    def _texts(self, article: str) -> list[Row]:
        """Every revision and extraction, the latest last."""
        key = self._key(article.strip())
        texts = self.reader.rows("article", article_id=key)
        if not texts:
            raise NoSuchArticle(article)
        return texts

    def _key(self, article: str) -> str:
        try:
            url = normalise(article)
        except UrlError:
            return article
        found = execute(self.reader.cursor(), "explain/article_of_url", url=url).fetchone()
        return str(found[0]) if found else article


def _bounded(name: str, rows: list[Row]) -> dict[str, Any]:
    """At most MOST_ROWS rows of MOST_CHARS characters as JSON, and whether some were left out."""
    kept: list[Any] = []
    room = MOST_CHARS
    for row in rows[:MOST_ROWS]:
        plain = _plain(row)
        room -= len(json_line(plain))
        if room < 0 and kept:
            break
        kept.append(plain)
    return {name: kept, "is_cut": len(kept) < len(rows)}


def _shortened(row: Row) -> Row:
    text = row["text"]
    if text is None or len(text) <= MOST_CHARS:
        return {**row, "text_is_cut": False}
    return {**row, "text": text[:MOST_CHARS], "text_is_cut": True}


def _plain(value: Any) -> Any:
    """The value as JSON has it."""
    return json.loads(json_line(value))
