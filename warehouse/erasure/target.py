"""What a takedown covers: the keys, URLs and lines by which rows are known to belong to it.

An author is known from the articles only. A page that no article came of (it was rejected) goes too when its
bytes name the author, in UTF-8: nobody reads it again but to replay it, so a mere mention costs little. Its
URL is not refused for the future, since it may be about the author, not by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.base.data_folder import DataFolder
from warehouse.erasure.variants import variant_pages
from warehouse.query.connection import connect
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.retained import snapshot_numbers, snapshot_of
from warehouse.snapshots.snapshot import Snapshot, current_snapshot

_WHERE = {
    "url": "canonical_url = $value OR url = $value OR amp_url = $value OR list_contains(former_urls, $value)",
    "article": "article_id = $value",
    "author": "list_contains(authors, $value)",
    "source": "source = $value",
}
SCOPES = tuple(_WHERE)
"""By what content can be named."""

_FIND = """
    CREATE TEMP TABLE named AS SELECT DISTINCT article_id FROM landed.articles WHERE {where};
    CREATE TEMP TABLE moved AS SELECT article_id, cluster_id FROM landed.duplicates WHERE kind = 'moved';
    INSERT INTO named SELECT cluster_id FROM moved JOIN named USING (article_id);
    INSERT INTO named SELECT moved.article_id FROM moved JOIN named ON named.article_id = moved.cluster_id;
    CREATE TEMP TABLE doomed AS SELECT * FROM landed.articles WHERE article_id IN (FROM named);
    CREATE TEMP TABLE doomed_pages AS
        SELECT page_id FROM doomed
        UNION SELECT page_id FROM landed.pages WHERE url = $url OR final_url = $url OR source = $source
        UNION SELECT page_id FROM landed.fetches WHERE page_id IS NOT NULL
            AND (url = $url OR final_url = $url OR source = $source)
        UNION SELECT page_id FROM landed.pages
            WHERE discovery_url IN (SELECT canonical_url FROM doomed UNION SELECT url FROM doomed);
"""

_FIND_MORE = """
    CREATE TEMP TABLE doomed_urls AS
        SELECT canonical_url AS url FROM doomed
        UNION SELECT url FROM doomed
        UNION SELECT amp_url FROM doomed WHERE amp_url IS NOT NULL
        UNION SELECT unnest(former_urls) FROM doomed
        UNION SELECT url FROM landed.fetches WHERE page_id IN (SELECT page_id FROM doomed_pages)
        UNION SELECT final_url FROM landed.fetches
            WHERE page_id IN (SELECT page_id FROM doomed_pages) AND final_url IS NOT NULL
        UNION SELECT $url WHERE $url IS NOT NULL;
    CREATE TEMP TABLE mentions AS
        SELECT page_id FROM landed.pages
        WHERE $author IS NOT NULL AND contains(body::VARCHAR, encode($author)::VARCHAR)
            AND page_id NOT IN (SELECT page_id FROM landed.articles);
    CREATE TEMP TABLE doomed_lines AS
        SELECT unnest(blocks_of(text, line_kinds)).text AS line FROM doomed
        UNION SELECT text FROM landed.removed_blocks WHERE article_id IN (SELECT article_id FROM doomed);
    DELETE FROM doomed_lines WHERE line IN (
        SELECT unnest(blocks_of(text, line_kinds)).text FROM landed.articles
        WHERE article_id NOT IN (SELECT article_id FROM doomed)
        UNION ALL
        SELECT text FROM landed.removed_blocks WHERE article_id NOT IN (SELECT article_id FROM doomed)
    );
"""


@dataclass(frozen=True)
class Target:
    """Everything that names the content. `lines` stand in no other article.

    `texts` are pairs of a canonical URL and the hash of a text that it had. `named` is what people named it
    by, like `author=Jane Doe`.
    """

    articles: frozenset[str]
    pages: frozenset[str]
    urls: frozenset[str]
    lines: frozenset[str]
    texts: frozenset[tuple[str, str]]
    source: str | None
    named: str = ""

    def __or__(self, other: Target) -> Target:
        """What either covers; a line counts when it is of either."""
        return Target(
            articles=self.articles | other.articles,
            pages=self.pages | other.pages,
            urls=self.urls | other.urls,
            lines=self.lines | other.lines,
            texts=self.texts | other.texts,
            source=self.source,
            named=self.named,
        )

    def columns(self) -> Mapping[str, frozenset[Any]]:
        """By column: a row with such a value there belongs to the content, whatever its table."""
        keys = frozenset(int(article_id[:8], 16) for article_id in self.articles)
        sources = frozenset({self.source}) if self.source else frozenset[str]()
        return {
            **dict.fromkeys(
                ("article_id", "other_id", "cluster_id", "story_id", "matched_article_id", "original_id"),
                self.articles,
            ),
            **dict.fromkeys(("url", "final_url", "canonical_url", "amp_url"), self.urls),
            "article_key": keys,
            "page_id": self.pages,
            "sample": self.lines,
            "source": sources,
        }


def find_target(data: DataFolder, scope: str, value: str) -> Target:
    """What `value` covers in any retained snapshot; of a URL that never landed, the URL itself."""
    current = current_snapshot(data)
    target = _in_snapshot(current, scope, value)
    there = _texts_of(current)
    for number in snapshot_numbers(data):
        older = snapshot_of(data, number)
        if not there.issuperset(_texts_of(older)):
            target |= _in_snapshot(older, scope, value)
    return target


def _texts_of(snapshot: Snapshot) -> set[DataFile]:
    return {*snapshot.manifest.of("articles"), *snapshot.manifest.of("pages")}


def _in_snapshot(snapshot: Snapshot, scope: str, value: str) -> Target:
    named = {name: value if scope == name else None for name in ("url", "source", "author")}
    with connect(snapshot) as database:
        _find(database, scope, {"value": value, **named})
        return Target(
            articles=_column(database, "article_id", "doomed"),
            pages=_column(database, "page_id", "doomed_pages") | _column(database, "page_id", "mentions"),
            urls=_column(database, "url", "doomed_urls"),
            lines=_column(database, "line", "doomed_lines"),
            texts=_texts(database),
            source=named["source"],
            named=f"{scope}={value}",
        )


def _find(database: duckdb.DuckDBPyConnection, scope: str, parameters: dict[str, str | None]) -> None:
    _run(database, _FIND.format(where=_WHERE[scope]), parameters)
    urls = _column(database, "canonical_url", "doomed") | _column(database, "url", "doomed")
    variants = variant_pages(database, urls | {url for url in [parameters["url"]] if url})
    database.execute("INSERT INTO doomed_pages SELECT unnest($1::VARCHAR[])", [variants])
    _run(database, _FIND_MORE, parameters)


def _run(database: duckdb.DuckDBPyConnection, script: str, parameters: dict[str, str | None]) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            database.execute(
                statement, {name: value for name, value in parameters.items() if f"${name}" in statement}
            )


def _texts(database: duckdb.DuckDBPyConnection) -> frozenset[tuple[str, str]]:
    return frozenset(
        (url, text)
        for url, text in database.execute("SELECT canonical_url, content_hash FROM doomed").fetchall()
    )


def _column(database: duckdb.DuckDBPyConnection, column: str, table: str) -> frozenset[str]:
    return frozenset(row[0] for row in database.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall())
