"""Candidate pairs by SQL: articles with the same words, then articles that share a band or a sentence.

The relations `new_signatures` and `new_bands` hold the batch, `landed.*` the history. Of articles with the
same words only the first is matched further, and only its bands are kept: a note that four hundred outlets
carry word for word costs one article's bands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

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

_NEAR = """
WITH known AS (
    SELECT band, hash, article_key FROM landed.bands
    WHERE signed_at >= $since AND (band, hash) IN (SELECT (band, hash) FROM new_bands)
    UNION ALL
    SELECT band, hash, article_key FROM new_bands
), telling AS (
    SELECT band, hash FROM known GROUP BY ALL HAVING count(*) BETWEEN 2 AND $crowd
), met AS (
    SELECT DISTINCT n.article_key AS new_key, k.article_key AS known_key
    FROM telling JOIN new_bands n USING (band, hash) JOIN known k USING (band, hash)
), named AS (
    SELECT DISTINCT article_id, ('0x' || article_id[:8])::UINTEGER AS article_key, signed_at
    FROM new_signatures
), around AS (
    SELECT article_id, ('0x' || article_id[:8])::UINTEGER AS article_key, max(signed_at) AS signed_at
    FROM landed.signatures
    WHERE signed_at >= $since AND article_id[:8] IN (SELECT printf('%08x', known_key) FROM met)
    GROUP BY ALL
    UNION FROM named
)
SELECT DISTINCT least(n.article_id, k.article_id), greatest(n.article_id, k.article_id)
FROM met JOIN named n ON n.article_key = met.new_key JOIN around k ON k.article_key = met.known_key
WHERE n.article_id <> k.article_id
AND (n.signed_at - k.signed_at BETWEEN -$window AND $window OR least(n.signed_at, k.signed_at) = $since)
ORDER BY ALL
"""


@dataclass(frozen=True)
class Window:
    """How far apart copies may be: history counts from `since`, and two articles may be `days` apart.

    The time `since` itself stands for an unknown one, which is near every other.
    """

    since: datetime
    days: float


def same_words(database: duckdb.DuckDBPyConnection, window: Window) -> list[tuple[str, str]]:
    """(earlier, later) for each new article whose words are those of an earlier one, and not just a few."""
    return _pairs(database, _EXACT, window, shingles=SHORT_SHARED - WIDTH + 1)


def near_candidates(database: duckdb.DuckDBPyConnection, window: Window) -> list[tuple[str, str]]:
    """Pairs of article ids, at least one of them new, that share a telling band or sentence."""
    return _pairs(database, _NEAR, window, crowd=CROWD)


def _pairs(
    database: duckdb.DuckDBPyConnection, sql: str, window: Window, **values: object
) -> list[tuple[str, str]]:
    values |= {"since": window.since, "window": timedelta(days=window.days)}
    return [(one, two) for one, two in database.execute(sql, values).fetchall()]
