"""Candidate pairs by SQL: articles with the same words, then articles that share a band or a sentence.

The tables `new_signatures` and `new_bands` hold the batch, `landed.*` the history. Of articles with the
same words only the first is matched further, and only its bands are kept: a note that four hundred outlets
carry word for word costs one article's bands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import pyarrow as pa

from dedupe.articles.shingle import WIDTH
from dedupe.articles.verify import SHORT_SHARED

CROWD = 300
"""A band or sentence that more articles share says little of any two of them; true copies share others."""

_EXACT = """
WITH new AS (
    SELECT article_id, text_hash, signed_at FROM new_signatures WHERE shingles >= $shingles
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1
), same AS (
    SELECT article_id, text_hash, max(signed_at) AS signed_at FROM landed.signatures
    WHERE signed_at >= $since AND text_hash IN (SELECT text_hash FROM new)
    AND article_id NOT IN (SELECT article_id FROM new) GROUP BY ALL
    UNION ALL FROM new
)
SELECT lag(article_id) OVER w AS earlier, article_id AS later FROM same
WINDOW w AS (PARTITION BY text_hash ORDER BY signed_at, article_id)
QUALIFY later IN (SELECT article_id FROM new)
AND (signed_at - lag(signed_at) OVER w <= $window OR lag(signed_at) OVER w = $since)
ORDER BY ALL
"""

_NEAR = (
    """
CREATE OR REPLACE TEMP TABLE met_known AS
SELECT k.band, k.hash, k.article_key FROM landed.bands k
SEMI JOIN new_bands n ON n.hash = k.hash AND n.band = k.band WHERE k.signed_at >= $since
UNION ALL SELECT band, hash, article_key FROM new_bands
""",
    """
CREATE OR REPLACE TEMP TABLE met_keys AS
WITH telling AS (
    SELECT band, hash FROM met_known GROUP BY ALL HAVING count(*) BETWEEN 2 AND $crowd
)
SELECT DISTINCT n.article_key AS new_key, k.article_key AS known_key
FROM telling JOIN new_bands n USING (band, hash) JOIN met_known k USING (band, hash)
""",
    """
CREATE OR REPLACE TEMP TABLE met_named AS
SELECT DISTINCT article_id, ('0x' || article_id[:8])::UINTEGER AS article_key, signed_at FROM new_signatures
""",
    """
CREATE OR REPLACE TEMP TABLE met_around AS
SELECT article_id, ('0x' || article_id[:8])::UINTEGER AS article_key, max(signed_at) AS signed_at
FROM landed.signatures
WHERE signed_at >= $since AND article_id[:8] IN (SELECT printf('%08x', known_key) FROM met_keys)
GROUP BY ALL
UNION FROM met_named
""",
    """
WITH pairs AS MATERIALIZED (
    SELECT n.article_id AS one, k.article_id AS two, n.signed_at AS one_at, k.signed_at AS two_at
    FROM met_keys m
    JOIN met_named n ON n.article_key = m.new_key
    JOIN met_around k ON k.article_key = m.known_key
)
SELECT DISTINCT least(one, two), greatest(one, two) FROM pairs
WHERE one <> two AND (one_at - two_at BETWEEN -$window AND $window OR least(one_at, two_at) = $since)
ORDER BY ALL
""",
)
"""In steps, each a table: without the size of the step before, the joins are planned in a ruinous order."""


@dataclass(frozen=True)
class Window:
    """How far apart copies may be: history counts from `since`, and two articles may be `days` apart.

    The time `since` itself stands for an unknown one, which is near every other.
    """

    since: datetime
    days: float


def fill(database: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Make the temporary table of the batch: a table has statistics, which a registered one lacks."""
    database.register("filling", rows)
    database.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM filling")
    database.unregister("filling")


def same_words(database: duckdb.DuckDBPyConnection, window: Window) -> list[tuple[str, str]]:
    """(earlier, later) for each new article whose words are those of an earlier one, and not just a few."""
    return _pairs(database, _EXACT, window, shingles=SHORT_SHARED - WIDTH + 1)


def near_candidates(database: duckdb.DuckDBPyConnection, window: Window) -> list[tuple[str, str]]:
    """Pairs of article ids, at least one of them new, that share a telling band or sentence."""
    *steps, last = _NEAR
    for step in steps:
        _execute(database, step, window, crowd=CROWD)
    return _pairs(database, last, window)


def _pairs(
    database: duckdb.DuckDBPyConnection, sql: str, window: Window, **values: object
) -> list[tuple[str, str]]:
    return [(one, two) for one, two in _execute(database, sql, window, **values).fetchall()]


def _execute(
    database: duckdb.DuckDBPyConnection, sql: str, window: Window, **values: object
) -> duckdb.DuckDBPyConnection:
    """Runs one statement with those of the values that it names."""
    values |= {"since": window.since, "window": timedelta(days=window.days)}
    return database.execute(sql, {name: value for name, value in values.items() if f"${name}" in sql})
