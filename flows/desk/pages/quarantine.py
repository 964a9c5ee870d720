"""What could not be landed, why, and what to type."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.page import Desk
from warehouse.checks.replay import entries, is_due


def quarantine(desk: Desk, request: Request) -> Response:
    """The page at `/quarantine`."""
    now = datetime.now(UTC)
    found = [(entry, is_due(entry, now)) for entry in reversed(entries(desk.reader.data))]
    return desk.page(request, "quarantine.html", entries=found)
