"""Dates as feeds and sitemaps write them: ISO 8601, RFC 822, and what begins with a day."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"\s*((?:19|20)\d\d)-(\d\d?)-(\d\d?)")
_LAST_YEAR = 2100
"""A later year is a placeholder (9999-12-31) and says nothing of an article."""


def read_timestamp(written: str | None) -> datetime | None:
    """The moment, UTC where no zone is stated; None for anything that is no date of an article."""
    if not written:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime, _day):
        try:
            found = read(written.strip())
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return _plausible(found if found.tzinfo else found.replace(tzinfo=UTC))
    return None


def _plausible(found: datetime) -> datetime | None:
    return found if 1 < found.year < _LAST_YEAR else None


def _day(written: str) -> datetime:
    found = _DAY.match(written)
    if found is None:
        raise ValueError(written)
    return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
