"""Clusters of copies by size, and which source copies which."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.page import Desk
from flows.desk.reader import Row
from flows.desk.time_window import window

MOST_STORIES = 100
SHADES = 5


def stories(desk: Desk, request: Request) -> Response:
    """The page at `/stories`."""
    shown = window(request, 1)
    matrix = desk.reader.rows("syndication_matrix", since=shown.since)
    return desk.page(
        request,
        "stories.html",
        days=shown.days,
        stories=desk.reader.rows("stories", since=shown.since, most=MOST_STORIES),
        givers=sorted({row["copied_from"] for row in matrix}),
        takers=sorted({row["copied_by"] for row in matrix}),
        counts={(row["copied_by"], row["copied_from"]): row["articles"] for row in matrix},
        shades=_shades(matrix),
    )


def _shades(matrix: list[Row]) -> dict[int, int]:
    """A shade from 1 to SHADES for each count."""
    most = max((row["articles"] for row in matrix), default=1)
    return {row["articles"]: max(1, round(SHADES * row["articles"] / most)) for row in matrix}
