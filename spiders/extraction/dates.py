"""When an article was published and changed.

Theory. Pages state dates for machines in JSON-LD, in meta elements and in `<time datetime>`; discovery
documents state them too; the address often carries the day. They are believed in that order, because the
first ones are written by the system that published the article. A date is refused when it lies in the
future of the fetch (a day's grace for time zones) or before the web. A time without a zone is taken as
UTC. A mistake here puts the article on the wrong day, which breaks matching windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from spiders.extraction.model import Dated

GRACE = timedelta(days=1)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/_-])")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)


def first_credible(stated: Iterable[tuple[str, str | None]], fetched_at: datetime) -> Dated | None:
    """The first (origin, raw) that reads as a date and lies between 1990 and a day after the fetch."""
    for origin, raw in stated:
        dated = read_date(raw, origin) if raw else None
        if dated and EARLIEST <= dated.at <= fetched_at + GRACE:
            return dated
    return None


def read_date(raw: str, origin: str) -> Dated | None:
    """A date in ISO 8601 or RFC 5322 form."""
    raw = raw.strip()[:64]
    found = _ISO.match(raw)
    try:
        at, precision = _iso(found) if found else (_rfc(raw), "instant")
        return Dated(at.astimezone(UTC), raw, precision, origin)
    except (ValueError, OverflowError, TypeError):
        return None


def day_in_url(url: str) -> str | None:
    """The day that an address carries as /YYYY/MM/DD/ or /YYYY-MM-DD-…, in ISO form."""
    found = _URL_DAY.search(url)
    return "-".join(found.groups()) if found else None


def _iso(found: re.Match[str]) -> tuple[datetime, str]:
    year, month, day, hour, minute, second, zone = found.groups()
    at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    precision = "day" if hour is None else "minute" if second is None else "instant"
    return at.replace(tzinfo=UTC) - _offset(zone), precision


def _offset(zone: str | None) -> timedelta:
    if not zone or zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return offset if zone[0] == "+" else -offset


def _rfc(raw: str) -> datetime:
    at = parsedate_to_datetime(raw)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
