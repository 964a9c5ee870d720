"""Candidate pairs by SQL: articles that share a band, a sentence or a whole text."""

from __future__ import annotations

from datetime import datetime

import duckdb

from flows.matching.signing import Signed

CROWD = 500
"""A band or sentence that more articles share says nothing of any two of them."""

_SQL = """
WITH known AS (
    SELECT band, hash, article_key FROM landed.bands WHERE signed_at >= $since
    UNION ALL
    SELECT band, hash, article_key FROM new_bands
), met AS (
    SELECT n.article_key AS new_key, k.article_key AS known_key, n.band, n.hash
    FROM new_bands n JOIN known k ON n.band = k.band AND n.hash = k.hash
), quiet AS (
    SELECT new_key, known_key FROM met
    QUALIFY count(*) OVER (PARTITION BY band, hash, new_key) <= $crowd
), ids AS (
    SELECT article_id, text_hash, ('0x' || article_id[:8])::UINTEGER AS article_key FROM landed.signatures
    WHERE signed_at >= $since
    UNION
    SELECT article_id, text_hash, ('0x' || article_id[:8])::UINTEGER FROM new_signatures
), near AS (
    SELECT DISTINCT n.article_id AS one, k.article_id AS two
    FROM (SELECT DISTINCT new_key, known_key FROM quiet) q
    JOIN ids n ON n.article_key = q.new_key
    JOIN ids k ON k.article_key = q.known_key
    SEMI JOIN new_signatures s ON s.article_id = n.article_id
), exact AS (
    SELECT n.article_id AS one, k.article_id AS two
    FROM new_signatures n JOIN ids k USING (text_hash)
)
SELECT DISTINCT least(one, two), greatest(one, two) FROM (FROM near UNION ALL FROM exact)
WHERE one <> two ORDER BY ALL
"""


def find_candidates(
    database: duckdb.DuckDBPyConnection, signed: Signed, since: datetime
) -> list[tuple[str, str]]:
    """Pairs of article ids, at least one of which is in `signed`; `since` is where the window begins."""
    database.register("new_bands", signed.bands)
    database.register("new_signatures", signed.signatures)
    found = database.execute(_SQL, {"since": since, "crowd": CROWD}).fetchall()
    return [(one, two) for one, two in found]
