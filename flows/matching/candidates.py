"""Candidate pairs: articles with the same words, then articles that meet in a band or a sentence.

The table `new_signatures` holds the batch, `landed.*` the history. Of articles with the same words only the
first is matched further, and only its bands are kept: a note that four hundred outlets carry word for word
costs one article's bands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedupe.articles.shingle import WIDTH
from dedupe.articles.verify import SHORT_SHARED

_EXACT = """
WITH new AS (
    SELECT article_id, text_hash, signed_at FROM new_signatures WHERE shingles >= $shingles
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1
), known AS MATERIALIZED (
    SELECT article_id, text_hash, signed_at FROM landed.signatures
    WHERE text_hash IN (SELECT text_hash FROM new)
), same AS (
    SELECT article_id, text_hash, max(signed_at) AS signed_at FROM known
    WHERE signed_at >= $since AND article_id NOT IN (SELECT article_id FROM new) GROUP BY ALL
    UNION ALL FROM new
)
SELECT lag(article_id) OVER w AS earlier, article_id AS later FROM same
WINDOW w AS (PARTITION BY text_hash ORDER BY signed_at, article_id)
QUALIFY later IN (SELECT article_id FROM new)
AND (signed_at - lag(signed_at) OVER w <= $window OR lag(signed_at) OVER w = $since)
ORDER BY ALL
"""

_KEYS = """
CREATE OR REPLACE TEMP TABLE met_keys AS SELECT DISTINCT printf('%08x', unnest([one, two])) AS key FROM met
"""
_NAMED = """
CREATE OR REPLACE TEMP TABLE met_named AS
SELECT article_id, left(article_id, 8) AS key, max(signed_at) AS signed_at, true AS fresh
FROM new_signatures GROUP BY ALL
UNION ALL
SELECT article_id, left(article_id, 8), max(signed_at), false FROM landed.signatures
WHERE left(article_id, 8) IN (FROM met_keys) AND signed_at >= $since
AND article_id NOT IN (SELECT article_id FROM new_signatures)
GROUP BY ALL
"""
_PAIRS = """
SELECT DISTINCT least(a.article_id, b.article_id), greatest(a.article_id, b.article_id) FROM met m
JOIN met_named a ON a.key = printf('%08x', m.one)
JOIN met_named b ON b.key = printf('%08x', m.two)
WHERE (a.fresh OR b.fresh) AND a.article_id <> b.article_id AND (
    a.signed_at - b.signed_at BETWEEN -$window AND $window
    OR least(a.signed_at, b.signed_at) = $since
)
ORDER BY ALL
"""
"""In steps, each a table: without the size of the step before, the joins are planned in a ruinous order."""


@dataclass(frozen=True)
class Window:
    """How far apart copies may be: history counts from `since`, and two articles may be `days` apart.

    The time `since` itself stands for an unknown one, which is near every other.
    """

    since: datetime
    days: float


def fill(database: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Make a temporary table: it has statistics, which a registered one lacks."""
    database.register("filling", rows)
    database.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM filling")
    database.unregister("filling")


def same_words(database: duckdb.DuckDBPyConnection, window: Window) -> list[tuple[str, str]]:
    """(earlier, later) for each new article whose words are those of an earlier one, and not just a few."""
    return _pairs(database, _EXACT, window, shingles=SHORT_SHARED - WIDTH + 1)


def near_candidates(
    database: duckdb.DuckDBPyConnection, met: npt.NDArray[np.uint64], window: Window
) -> list[tuple[str, str]]:
    """Pairs of article ids, near in time and at least one of them new, of pairs of article keys that met."""
    one, two = (met >> np.uint64(32)).astype(np.uint32), met.astype(np.uint32)
    fill(database, "met", pa.table({"one": one, "two": two}))
    database.execute(_KEYS)
    _execute(database, _NAMED, window)
    return _pairs(database, _PAIRS, window)


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
