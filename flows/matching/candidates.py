"""Candidate pairs: articles with the same words, then articles that meet in a band or a sentence.

The table `new_signatures` holds the batch, `landed.*` the history; `around` is the batch and what of the
history it met. How far apart two articles may be is said by the newcomer (column `days`).

Of new articles with the same words only the first of a day is matched further, and only its bands are kept: a
note that four hundred outlets carry word for word costs one article's bands, and while copies of it come in,
there is always one to be found within the window.

Signatures of another version of matching are left out: their hashes are of other words, so that what meets
them does so by chance. After an upgrade that changes it, copies of what landed before are not found; when the
window has passed, all is as before.
"""

from __future__ import annotations

from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa

from dedupe.articles.candidates.shingle import WIDTH
from dedupe.articles.decision.verify import SHORT_SHARED
from dedupe.articles.version import matching_version
from flows.matching.band_lookup import SharedBands

_FEWEST = SHORT_SHARED - WIDTH + 1
"""Shingles of the shortest text that can be a copy."""

_KEYS = """
CREATE OR REPLACE TEMP TABLE met_keys AS SELECT DISTINCT printf('%08x', key) AS key
FROM (SELECT unnest([one, two]) AS key FROM met UNION ALL FROM alike)
"""
_AROUND = """
CREATE OR REPLACE TEMP TABLE around AS
SELECT article_id, left(article_id, 8) AS key, revision, text_hash, shingles, signed_at, days
FROM new_signatures
UNION ALL
SELECT article_id, left(article_id, 8), revision, text_hash, shingles, signed_at, NULL FROM landed.signatures
WHERE left(article_id, 8) IN (FROM met_keys) AND signed_at >= $since AND matching_version = $version
AND article_id NOT IN (SELECT article_id FROM new_signatures)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1
"""
"""Of the history only each article's newest text counts: its words are compared by their hash alone."""
_EXACT = """
WITH new AS (
    SELECT article_id, text_hash, signed_at, days FROM around WHERE days IS NOT NULL AND shingles >= $shingles
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1
), same AS (
    SELECT article_id, text_hash, max(signed_at) AS signed_at, 0 AS days FROM around
    WHERE days IS NULL AND text_hash IN (SELECT text_hash FROM new) GROUP BY ALL
    UNION ALL FROM new
)
SELECT lag(article_id) OVER w AS earlier, article_id AS later FROM same
WINDOW w AS (PARTITION BY text_hash ORDER BY signed_at, article_id)
QUALIFY later IN (SELECT article_id FROM new)
AND (signed_at - lag(signed_at) OVER w <= to_seconds(86400 * days) OR lag(signed_at) OVER w = $since)
ORDER BY ALL
"""
_REPEATED = """
SELECT article_id FROM new_signatures WHERE shingles >= $shingles
QUALIFY row_number() OVER (
    PARTITION BY text_hash, epoch_us(signed_at) // 86_400_000_000 ORDER BY signed_at, article_id
) > 1
"""

_NAMED = """
CREATE OR REPLACE TEMP TABLE met_named AS
SELECT article_id, key, max(signed_at) AS signed_at, any_value(days) AS days FROM around GROUP BY ALL
"""
_PAIRS = """
SELECT DISTINCT least(a.article_id, b.article_id), greatest(a.article_id, b.article_id) FROM met m
JOIN met_named a ON a.key = printf('%08x', m.one)
JOIN met_named b ON b.key = printf('%08x', m.two)
WHERE (a.days IS NOT NULL OR b.days IS NOT NULL) AND a.article_id <> b.article_id AND (
    abs(epoch_us(a.signed_at) - epoch_us(b.signed_at)) <= 86_400_000_000 * greatest(a.days, b.days)
    OR least(a.signed_at, b.signed_at) = $since
)
ORDER BY ALL
"""
"""In steps, each a table: without the size of the step before, the joins are planned in a ruinous order."""


def fill_table(database: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Make a temporary table: it has statistics, which a registered one lacks."""
    database.register("filling", rows)
    database.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM filling")
    database.unregister("filling")


def load_articles_around(database: duckdb.DuckDBPyConnection, met: SharedBands, since: datetime) -> None:
    """Look up who it is that met, of the history from `since` on, in one pass through its signatures."""
    one, two = (met.pairs >> np.uint64(32)).astype(np.uint32), met.pairs.astype(np.uint32)
    fill_table(database, "met", pa.table({"one": one, "two": two}))
    fill_table(database, "alike", pa.table({"key": met.alike}))
    database.execute(_KEYS)
    database.execute(_AROUND, {"since": since, "version": matching_version()})


def same_words(database: duckdb.DuckDBPyConnection, since: datetime) -> list[tuple[str, str]]:
    """(earlier, later) for each new article whose words are those of an earlier one, and not just a few.

    `since` itself stands for an unknown time, which is near every other.
    """
    return _pairs(database, _EXACT, since=since, shingles=_FEWEST)


def repeated_texts(database: duckdb.DuckDBPyConnection) -> list[str]:
    """New articles whose words another new one of the same day has."""
    return [article_id for (article_id,) in database.execute(_REPEATED, {"shingles": _FEWEST}).fetchall()]


def near_candidates(database: duckdb.DuckDBPyConnection, since: datetime) -> list[tuple[str, str]]:
    """Pairs of article ids of those that met, near in time and at least one of them new."""
    database.execute(_NAMED)
    return _pairs(database, _PAIRS, since=since)


def _pairs(database: duckdb.DuckDBPyConnection, sql: str, **values: object) -> list[tuple[str, str]]:
    return [(one, two) for one, two in database.execute(sql, values).fetchall()]
