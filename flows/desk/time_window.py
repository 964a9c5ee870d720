"""The stretch of time that a page looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from starlette.requests import Request

DAYS = (1, 7, 30, 90)
"""Stretches that every page offers."""


@dataclass(frozen=True)
class Window:
    """The last `days` days before `now` (UTC)."""

    now: datetime
    days: int

    @property
    def since(self) -> datetime:
        return self.now - timedelta(days=self.days)

    @property
    def dates(self) -> list[date]:
        """Every date (UTC) that the window touches, oldest first."""
        first = self.since.date()
        return [first + timedelta(days=number) for number in range((self.now.date() - first).days + 1)]


def window(request: Request, usual: int) -> Window:
    """The window that `?days=` selects, of DAYS; `usual` where it selects none of them."""
    wanted = request.query_params.get("days", "")
    days = int(wanted) if wanted.isdecimal() and wanted.isascii() and int(wanted) in DAYS else usual
    return Window(datetime.now(UTC), days)
