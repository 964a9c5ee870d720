"""Corrections and rights: one question each, shown as a table."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.page import Desk
from flows.desk.time_window import window

MOST = 200


def corrections(desk: Desk, request: Request) -> Response:
    """Changed texts, at `/corrections`; `?source=` for one source."""
    shown = window(request, 7)
    source = request.query_params.get("source") or None
    rows = desk.reader.rows("corrections", since=shown.since, source=source, most=MOST)
    return desk.page(request, "corrections.html", days=shown.days, source=source, corrections=rows)


def rights(desk: Desk, request: Request) -> Response:
    """What publishers say about the use of their articles, at `/rights`."""
    shown = window(request, 30)
    rows = desk.reader.rows("rights", since=shown.since)
    return desk.page(request, "rights.html", days=shown.days, rights=rows)
