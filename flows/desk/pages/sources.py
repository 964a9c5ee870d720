"""All sources in a table; one source: what it brings, what was rejected and cut, and what looks odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.charts import stacked_bars
from flows.desk.page import Desk
from flows.desk.reader import Row
from flows.desk.time_window import window
from warehouse.values import FetchOutcome

MOST = 50
OUTCOMES = tuple(FetchOutcome)
COLORS: Mapping[str, str] = {
    FetchOutcome.FETCHED: "#54a24b",
    FetchOutcome.UNCHANGED: "#72b7b2",
    FetchOutcome.SKIPPED: "#8a929c",
    FetchOutcome.BLOCKED: "#f58518",
    FetchOutcome.FAILED: "#e45756",
}
"""Outcomes as colours: what is well is green, what failed red."""


def sources(desk: Desk, request: Request) -> Response:
    """The page at `/sources`."""
    shown = window(request, 7)
    rows = desk.reader.rows("sources", since=shown.since)
    return desk.page(request, "sources.html", days=shown.days, sources=rows, outcomes=OUTCOMES)


def source(desk: Desk, request: Request) -> Response:
    """The page at `/source/NAME`."""
    name = request.path_params["name"]
    shown = window(request, 30)
    parameters = {"source": name, "since": shown.since}
    days = desk.reader.rows("source_days", **parameters)
    articles = desk.reader.rows("source_articles_by_day", **parameters)
    rejections = desk.reader.rows("source_rejections", **parameters, most=MOST)
    if not (days or articles or rejections):
        return desk.missing(request, f"no source named {name} was looked at in {shown.days} days")
    hours = {row["hour"]: row["articles"] for row in desk.reader.rows("source_hours", **parameters)}
    return desk.page(
        request,
        "source.html",
        name=name,
        days=shown.days,
        articles_chart=_by_day(shown.dates, articles, {"copies": "copies", "others": "others"}),
        outcomes_chart=_by_day(shown.dates, days, {outcome: outcome for outcome in OUTCOMES}, COLORS),
        hours_chart=stacked_bars(
            [f"{hour:02}" for hour in range(24)], {"articles": [hours.get(hour, 0) for hour in range(24)]}
        ),
        totals={key: sum(row[key] for row in days) for key in ("discovered", *OUTCOMES, "rejected")},
        landed=sum(row["articles"] for row in articles),
        copied=sum(row["copies"] for row in articles),
        rejections=rejections,
        pagetypes=desk.reader.rows("source_pagetypes", **parameters),
        promos=desk.reader.rows("source_promos", source=name, most=MOST),
        suspicious=desk.reader.rows("source_suspicious", **parameters, most=MOST),
        articles=desk.reader.rows("latest_articles", since=shown.since, source=name, most=20),
    )


def _by_day(
    dates: Sequence[date],
    rows: Sequence[Row],
    columns: Mapping[str, str],
    colors: Mapping[str, str] | None = None,
) -> str:
    by_day = {row["day"]: row for row in rows}
    series = {
        label: [int(by_day[day][column]) if day in by_day else 0 for day in dates]
        for label, column in columns.items()
    }
    return stacked_bars([f"{day:%b %d}" for day in dates], series, colors)
