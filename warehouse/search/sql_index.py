"""Full-text search inside DuckDB, for those who want to rank and join in one SQL statement. Opt-in.

`warehouse-fts.duckdb` holds what `warehouse.duckdb` holds, and the index of DuckDB's extension fts over the
latest texts. That index cannot be brought up to date, only built anew, so each publish builds it whole:
`copydesk search` (tantivy) is the cheap way to search, this one is for SQL. Whoever builds the file once has
it kept up to date; whoever removes it is rid of it.

The extension splits texts at spaces and knows Latin letters only. So texts and queries go through the same
macro `search_terms`: letters without case and accents, no invisible characters, runs of scripts that are
written without spaces as overlapping pairs of characters (as in `warehouse.search.terms`).
"""

from __future__ import annotations

import duckdb

from warehouse.folder import DataFolder
from warehouse.lake.snapshots import Snapshot
from warehouse.query.extension import load_extension
from warehouse.query.viewfile import create_commented_views, install_database, seen_by_readers
from warehouse.search.terms import SPACELESS

_TERMS = rf"""
CREATE MACRO main.search_terms(words) AS array_to_string(
    list_transform(
        regexp_extract_all(
            lower(strip_accents(regexp_replace(words, '\p{{Cf}}', '', 'g'))),
            '[{SPACELESS}]+|[^\pP\pZ\pS\pC{SPACELESS}]+'
        ),
        lambda run: if(
            regexp_matches(run, '^[{SPACELESS}]') AND length(run) > 1,
            array_to_string([run[i:i + 1] FOR i IN range(1, length(run))], ' '),
            run
        )
    ),
    ' '
)
"""

_TEXTS = """
CREATE TABLE main.texts AS
SELECT article_id, search_terms(coalesce(title, '')) AS title, search_terms(text) AS text FROM articles_all
"""

_INDEX = r"""
PRAGMA create_fts_index(
    'texts', 'article_id', 'title', 'text',
    stemmer = 'none', stopwords = 'none', ignore = '\s+', strip_accents = 0, lower = 0
)
"""

_SEARCH = """
CREATE MACRO main.search(words) AS TABLE
SELECT article_id, score
FROM (
    SELECT name AS article_id, fts_main_texts.match_bm25(name, search_terms(words), conjunctive := 1) AS score
    FROM fts_main_texts.docs
)
WHERE score IS NOT NULL
ORDER BY score DESC, article_id
"""


def build_sql_search(data: DataFolder, snapshot: Snapshot) -> None:
    """Build `warehouse-fts.duckdb` over `snapshot` and rename it in. Raises ExtensionMissing."""
    install_database(data, data.sql_search, lambda database: _fill(database, data, snapshot))


def refresh_sql_search(data: DataFolder, snapshot: Snapshot) -> None:
    """Build it anew where it was asked for once. Raises ExtensionMissing."""
    if data.sql_search.exists():
        build_sql_search(data, snapshot)


def _fill(database: duckdb.DuckDBPyConnection, data: DataFolder, snapshot: Snapshot) -> None:
    load_extension(database, "fts", "fts")
    create_commented_views(database, seen_by_readers(data, snapshot))
    for statement in (_TERMS, _TEXTS, _INDEX, "DROP TABLE main.texts", _SEARCH):
        database.execute(statement)
