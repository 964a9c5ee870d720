"""Articles by words and filters, from the full-text index and the snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flows.desk.reader import Reader, Row
from warehouse.search.excerpt import excerpt
from warehouse.search.index import is_indexed
from warehouse.search.index import search as search_index
from warehouse.search.index_errors import UnreadableIndex
from warehouse.values import WallKind

MOST_HITS = 1_000
"""Hits that are looked at before the filters at least; what is left out is said."""
FOR_EACH = 5
"""Hits that are looked at for each article that is wanted: copies of one story match alike."""
WALLS = tuple(WallKind)


@dataclass(frozen=True)
class SearchFilters:
    """Words to find, and filters; one that is None admits everything."""

    query: str
    source: str | None = None
    language: str | None = None
    wall: str | None = None
    from_day: date | None = None
    to_day: date | None = None
    open_rights: bool = False
    copies: bool = False


@dataclass(frozen=True)
class SearchResults:
    """The best articles, best first, of `matching` that match.

    `looked_at` hits were filtered, the best ones where `is_cut`; `problem` is None or one line.
    """

    rows: tuple[Row, ...] = ()
    matching: int = 0
    looked_at: int = 0
    is_cut: bool = False
    problem: str | None = None


def find_articles(
    reader: Reader, filters: SearchFilters, most: int = MOST_HITS, skip: int = 0
) -> SearchResults:
    """The best `most` articles after `skip` better ones that have all words and pass the filters.

    Raises BrokenManifest and DuckDB's errors; an index that cannot be read is the result's `problem`.
    """
    if not filters.query:
        return SearchResults()
    looked_at = max(MOST_HITS, most * FOR_EACH)
    try:
        if not (reader.snapshot.is_empty or is_indexed(reader.data)):
            raise UnreadableIndex(reader.data.search, "it is missing, or of another version of copydesk")
        hits = search_index(reader.data, filters.query, looked_at)
    except UnreadableIndex as error:
        return SearchResults(problem=str(error))
    scores = {hit.article_id: hit.score for hit in hits}
    rows = reader.rows(
        "found_articles",
        ids=list(scores),
        source=filters.source,
        language=filters.language,
        wall=filters.wall,
        from_day=filters.from_day,
        to_day=filters.to_day,
        open_rights=filters.open_rights,
        copies=filters.copies,
    )
    best = sorted(rows, key=lambda row: (-scores[row["article_id"]], row["article_id"]))[skip : skip + most]
    found = tuple(_with_excerpts(reader, best, scores, filters.query))
    return SearchResults(found, len(rows), len(hits), is_cut=len(hits) >= looked_at)


def _with_excerpts(reader: Reader, rows: list[Row], scores: dict[str, float], query: str) -> Iterator[Row]:
    keys = [row["article_id"] for row in rows]
    days = list({row["landed_date"] for row in rows})
    texts = {row["article_id"]: row["text"] for row in reader.rows("texts", ids=keys, days=days)}
    for row in rows:
        text = texts.get(row["article_id"])
        yield {
            **row,
            "score": scores[row["article_id"]],
            "excerpt": None if text is None else excerpt(text, query),
        }
