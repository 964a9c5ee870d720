"""Search: words and filters, as a page, as JSON and as CSV under one form of URL."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.highlight import highlighted
from flows.desk.page import Desk
from flows.desk.reader import Reader, Row
from warehouse.exports.rowtext import csv_cell, json_line
from warehouse.search.excerpt import excerpt
from warehouse.search.index import search as search_index
from warehouse.search.index_errors import UnreadableIndex

MOST_HITS = 1_000
"""Hits that are looked at before the filters; what is left out is said."""
MOST_SHOWN = 100
WALLS = ("none", "paywall", "consent", "login")
_FIELDS = ("article_id", "score", "source", "title", "canonical_url", "language", "published_at", "excerpt")


@dataclass(frozen=True)
class SearchForm:
    """What the URL asks for; a filter that is None admits everything."""

    query: str
    source: str | None
    language: str | None
    wall: str | None
    from_day: date | None
    to_day: date | None
    open_rights: bool
    copies: bool

    @classmethod
    def of(cls, request: Request) -> SearchForm:
        asked = request.query_params
        return cls(
            query=asked.get("q", "").strip(),
            source=asked.get("source") or None,
            language=asked.get("language") or None,
            wall=asked.get("wall") if asked.get("wall") in WALLS else None,
            from_day=_day(asked.get("from")),
            to_day=_day(asked.get("to")),
            open_rights=asked.get("rights") == "open",
            copies=asked.get("copies") == "yes",
        )


@dataclass(frozen=True)
class Results:
    """The best articles, best first, of `matching` that match.

    `looked_at` hits were filtered; `problem` is None or one line.
    """

    rows: tuple[Row, ...] = ()
    matching: int = 0
    looked_at: int = 0
    problem: str | None = None

    @property
    def is_cut(self) -> bool:
        return self.looked_at >= MOST_HITS


def search(desk: Desk, request: Request) -> Response:
    """The page at `/search`."""
    wanted = SearchForm.of(request)
    results = _results(desk.reader, wanted, MOST_SHOWN)
    shown = [{**row, "passage": list(highlighted(row["excerpt"], wanted.query))} for row in results.rows]
    asked = {name: value for name, value in request.query_params.items() if name != "token"}
    return desk.page(
        request, "search.html", wanted=wanted, results=results, shown=shown, walls=WALLS, asked=asked
    )


def search_json(desk: Desk, request: Request) -> Response:
    """The same results as JSON: one object with `articles`."""
    results = _results(desk.reader, SearchForm.of(request))
    rows = [{name: row[name] for name in _FIELDS} for row in results.rows]
    text = json_line({"articles": rows, "is_cut": results.is_cut, "problem": results.problem})
    return Response(text, media_type="application/json")


def search_csv(desk: Desk, request: Request) -> Response:
    """The same results as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_FIELDS)
    for row in _results(desk.reader, SearchForm.of(request)).rows:
        writer.writerow(csv_cell(row[name]) for name in _FIELDS)
    headers = {"Content-Disposition": 'attachment; filename="search.csv"'}
    return Response(text.getvalue(), media_type="text/csv", headers=headers)


def _results(reader: Reader, wanted: SearchForm, most: int = MOST_HITS) -> Results:
    if not wanted.query:
        return Results()
    try:
        hits = search_index(reader.data, wanted.query, MOST_HITS)
    except UnreadableIndex as error:
        return Results(problem=str(error))
    scores = {hit.article_id: hit.score for hit in hits}
    rows = reader.rows(
        "found_articles",
        ids=list(scores),
        source=wanted.source,
        language=wanted.language,
        wall=wanted.wall,
        from_day=wanted.from_day,
        to_day=wanted.to_day,
        open_rights=wanted.open_rights,
        copies=wanted.copies,
    )
    best = sorted(rows, key=lambda row: (-scores[row["article_id"]], row["article_id"]))[:most]
    return Results(tuple(_with_excerpts(reader, best, scores, wanted.query)), len(rows), len(hits))


def _with_excerpts(reader: Reader, rows: list[Row], scores: dict[str, float], query: str) -> Iterator[Row]:
    keys = [row["article_id"] for row in rows]
    texts = {row["article_id"]: row["text"] for row in reader.rows("texts", ids=keys)}
    for row in rows:
        key = row["article_id"]
        yield {**row, "score": scores[key], "excerpt": excerpt(texts[key], query)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
