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

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa

from dedupe.articles.decision.verify import FEWEST_SHINGLES
from dedupe.articles.version import matching_version
from flows.matching.band_lookup import SharedBands
from flows.matching.signing import Subject
from warehouse.query.temporary_tables import fill_table
from warehouse.sql import execute
from warehouse.tables import Article

Texts = Callable[[Collection[str]], Mapping[str, str]]
"""The latest texts of articles by id, those that are known."""


def signed_again(
    database: duckdb.DuckDBPyConnection, recleaned: Sequence[Article], since: datetime
) -> list[Subject]:
    """The new texts of landed articles, to be signed at the time at which they were: those of the window.

    A microsecond is added, by which the newest signature of a revision is known.
    """
    ids = [article.article_id for article in recleaned]
    rows = execute(database, "matching/signed_at", ids=ids, since=since).fetchall() if ids else []
    signed_at = dict(rows)
    return [
        Subject(one.article_id, one.revision, one.source, one.text, signed_at[one.article_id] + 1)
        for one in recleaned
        if one.article_id in signed_at
    ]


def landed_subjects(
    database: duckdb.DuckDBPyConnection, since: datetime, texts: Texts, keys: Collection[int]
) -> list[Subject]:
    """The latest texts of landed articles of the window, by their keys in `bands`, to be signed as above."""
    version = matching_version()
    if not keys:
        return []
    found = execute(database, "matching/landed_subjects", keys=list(keys), since=since, version=version)
    rows = sorted(found.fetchall())
    text = texts([article_id for article_id, *_ in rows])
    return [
        Subject(article_id, revision, source, text[article_id], signed_at + 1)
        for article_id, revision, source, signed_at in rows
        if article_id in text
    ]


def load_articles_around(database: duckdb.DuckDBPyConnection, met: SharedBands, since: datetime) -> None:
    """Look up who it is that met, of the history from `since` on, in one pass through its signatures."""
    one, two = (met.pairs >> np.uint64(32)).astype(np.uint32), met.pairs.astype(np.uint32)
    fill_table(database, "met", pa.table({"one": one, "two": two}))
    fill_table(database, "alike", pa.table({"key": met.alike}))
    execute(database, "matching/wanted_keys")
    execute(database, "matching/around", since=since, version=matching_version())


def same_words(database: duckdb.DuckDBPyConnection, since: datetime) -> list[tuple[str, str]]:
    """(earlier, later) for each new article whose words are those of an earlier one, and not just a few.

    `since` itself stands for an unknown time, which is near every other.
    """
    return _pairs(execute(database, "matching/same_words", since=since, shingles=FEWEST_SHINGLES))


def repeated_texts(database: duckdb.DuckDBPyConnection) -> list[str]:
    """New articles whose words another new one of the same day has."""
    rows = execute(database, "matching/repeated_texts", shingles=FEWEST_SHINGLES).fetchall()
    return [article_id for (article_id,) in rows]


def near_candidates(database: duckdb.DuckDBPyConnection, since: datetime) -> list[tuple[str, str]]:
    """Pairs of article ids of those that met, near in time and at least one of them new."""
    execute(database, "matching/key_names")
    execute(database, "matching/pair_firsts")
    return _pairs(execute(database, "matching/near_pairs", since=since))


def _pairs(found: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return [(one, two) for one, two in found.fetchall()]
