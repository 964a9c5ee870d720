"""What landed in the last day, what is unusual, how the last runs did, how fresh the news are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from flows.alerts.memory import open_findings
from flows.alerts.memory_file import read_memory
from flows.desk.charts import stacked_bars
from flows.desk.page import Desk
from flows.desk.reader import Reader, Row
from flows.desk.time_window import Window, window

MOST_ARTICLES = 40
MOST_RUNS = 10
MOST_SOURCES = 20


def today(desk: Desk, request: Request) -> Response:
    """The page at `/`."""
    shown = window(request, 1)
    return desk.page(request, "today.html", days=shown.days, **overview(desk.reader, shown))


def overview(reader: Reader, shown: Window) -> dict[str, Any]:
    """What the page, and the report, show of a window."""
    landed = reader.rows("landed_by_hour", since=shown.since)
    runs = reader.rows("latest_runs", most=MOST_RUNS)
    return {
        "total": sum(row["articles"] for row in landed),
        "by_source": _by_source(landed),
        "most_sources": MOST_SOURCES,
        "chart": _chart(landed, shown),
        "articles": reader.rows("latest_articles", since=shown.since, source=None, most=MOST_ARTICLES),
        "runs": runs,
        "open_findings": open_findings(read_memory(reader.data)),
        "remarks": runs[0]["findings"] if runs else [],
        "freshness": {row["source"]: row for row in reader.rows("freshness", since=shown.since)},
    }


def _by_source(landed: list[Row]) -> list[tuple[str, int]]:
    """Articles of each source, the busiest first."""
    counts: Counter[str] = Counter()
    for row in landed:
        counts[row["source"]] += row["articles"]
    return counts.most_common()


def _chart(landed: list[Row], shown: Window) -> str:
    """Articles by source: by the hour for a day, by the day for longer."""
    step = timedelta(hours=1) if shown.days == 1 else timedelta(days=1)
    times = _steps(shown, step)
    places = {time: place for place, time in enumerate(times)}
    series = {row["source"]: [0] * len(times) for row in landed}
    for row in landed:
        series[row["source"]][places[_floor(row["hour"], step)]] += row["articles"]
    form = "%H:00" if shown.days == 1 else "%b %d"
    return stacked_bars([f"{time:{form}}" for time in times], series)


def _steps(shown: Window, step: timedelta) -> list[datetime]:
    first = _floor(shown.since.replace(tzinfo=None), step)
    last = _floor(shown.now.replace(tzinfo=None), step)
    return [first + step * number for number in range((last - first) // step + 1)]


def _floor(moment: datetime, step: timedelta) -> datetime:
    hour = 0 if step >= timedelta(days=1) else moment.hour
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)
