"""Corrections and rights: one question each, shown as tables."""

from __future__ import annotations

from collections import Counter, defaultdict

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.charts import stacked_bars
from flows.desk.page import Desk
from flows.desk.reader import Row
from flows.desk.time_window import Window, window

MOST = 200
KINDS = {"announced": "#54a24b", "silent": "#e45756", "unknown": "#8a929c"}
"""Whether an edit was announced, and the colour of each."""


def corrections(desk: Desk, request: Request) -> Response:
    """Changed texts, at `/corrections`; `?source=` for one source."""
    shown = window(request, 7)
    source = request.query_params.get("source") or None
    by_day = desk.reader.rows("corrections_by_day", since=shown.since, source=source)
    return desk.page(
        request,
        "corrections.html",
        days=shown.days,
        source=source,
        corrections=desk.reader.rows("corrections", since=shown.since, source=source, most=MOST),
        by_source=_by_source(by_day),
        chart=_chart(by_day, shown),
    )


def rights(desk: Desk, request: Request) -> Response:
    """What publishers say about the use of their articles, at `/rights`."""
    shown = window(request, 30)
    rows = desk.reader.rows("rights", since=shown.since)
    return desk.page(request, "rights.html", days=shown.days, rights=rows)


def _by_source(by_day: list[Row]) -> dict[str, Counter[str]]:
    """Edits of each source, those with the most first."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in by_day:
        counts[row["source"]].update({name: row[name] for name in ("edits", *KINDS)})
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1]["edits"], entry[0])))


def _chart(by_day: list[Row], shown: Window) -> str:
    counts: defaultdict[str, Counter[object]] = defaultdict(Counter)
    for row in by_day:
        for kind in KINDS:
            counts[kind][row["day"]] += row[kind]
    labels = [f"{day:%b %d}" for day in shown.dates]
    return stacked_bars(labels, {kind: [counts[kind][day] for day in shown.dates] for kind in KINDS}, KINDS)
