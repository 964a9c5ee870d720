"""The day on which an article was published where its publisher is.

Theory. A story of 23:30 in New York is dated with the next day in UTC, so that its day by UTC is not the one
that the page shows. Systems write either their own zone (`-05:00`), and then the day is the one as written,
or UTC; then the zone is told by another of the page's dates that has one, or by the day in the URL, which
systems make in their own zone. Where nothing tells it, the day is that of UTC. A mistake is a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from spiders.extraction.model import Dated

ONE_DAY = timedelta(days=1)


def local_day(published: Dated, others: Iterable[Dated], day_in_url: date | None) -> date:
    """The day of a date in its publisher's zone, as that date, other ones or the URL tell it."""
    if published.precision == "day":
        return published.at.date()
    offset = published.offset or next((other.offset for other in others if other.offset), None)
    if offset is not None:
        return (published.at + offset).date()
    utc = published.at.date()
    return day_in_url if day_in_url and abs(day_in_url - utc) <= ONE_DAY else utc
