"""Search: words and filters, as a page, as JSON and as CSV under one form of URL."""

from __future__ import annotations

import csv
import io
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.finding_articles import WALLS, SearchFilters, find_articles
from flows.desk.highlight import highlighted
from flows.desk.page import Desk
from warehouse.exports.rowtext import csv_cell, json_line, spreadsheet_cell

A_PAGE = 20
_FIELDS = ("article_id", "score", "source", "title", "canonical_url", "language", "published_at", "excerpt")


def search(desk: Desk, request: Request) -> Response:
    """The page at `/search`; `?page=2` for the next A_PAGE articles."""
    filters = _filters(request)
    number = _number(request.query_params.get("page"))
    results = find_articles(desk.reader, filters, A_PAGE, A_PAGE * (number - 1))
    shown = [{**row, "passage": list(highlighted(row["excerpt"], filters.query))} for row in results.rows]
    given = {name: value for name, value in request.query_params.items() if name not in ("token", "page")}
    return desk.page(
        request,
        "search.html",
        filters=filters,
        results=results,
        shown=shown,
        number=number,
        first=A_PAGE * (number - 1),
        walls=WALLS,
        given=given,
        sources=[row["source"] for row in desk.reader.rows("source_names")],
    )


def search_json(desk: Desk, request: Request) -> Response:
    """The same results as JSON: one object with `articles`."""
    results = find_articles(desk.reader, _filters(request))
    rows = [{name: row[name] for name in _FIELDS} for row in results.rows]
    text = json_line({"articles": rows, "is_cut": results.is_cut, "problem": results.problem})
    return Response(text, media_type="application/json")


def search_csv(desk: Desk, request: Request) -> Response:
    """The same results as CSV; `?spreadsheet=yes` escapes what a spreadsheet would take for a formula."""
    cell = spreadsheet_cell if request.query_params.get("spreadsheet") == "yes" else csv_cell
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_FIELDS)
    for row in find_articles(desk.reader, _filters(request)).rows:
        writer.writerow(cell(row[name]) for name in _FIELDS)
    headers = {"Content-Disposition": 'attachment; filename="search.csv"'}
    return Response(text.getvalue(), media_type="text/csv", headers=headers)


def _filters(request: Request) -> SearchFilters:
    given = request.query_params
    return SearchFilters(
        query=given.get("q", "").strip(),
        source=given.get("source") or None,
        language=given.get("language") or None,
        wall=given.get("wall") if given.get("wall") in WALLS else None,
        from_day=_day(given.get("from")),
        to_day=_day(given.get("to")),
        open_rights=given.get("rights") == "open",
        copies=given.get("copies") == "yes",
    )


def _number(text: str | None) -> int:
    """The page that is wanted, from 1; no search has more than three digits of them."""
    return max(1, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 4 else 1


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
