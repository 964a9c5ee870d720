"""Written dates to instants.

Read are ISO 8601 (with slashes or dots between year, month and day as well, and without separators), seconds
or milliseconds since 1970, RFC 5322, day.month.year, and English month names in either order; a time without
a zone is taken as UTC. Day and month in other orders are not guessed here (see `written`). A date written
with a zone tells the day in that zone too, which may be another than that in UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from spiders.extraction.model import Dated

MAX_CHARS = 64
MAX_OFFSET = timedelta(hours=14)

_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,:]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>Z|UTC|GMT|[ECMP][SD]T\b|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)",
        r"(?:[a-z]{3,9},\s*)?(?P<name>[a-z]{3})[a-z]{0,6}\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})(?!\d)",
        r"(?P<day>\d{1,2})\s+(?P<name>[a-z]{3})[a-z]{0,6}\.?,?\s+(?P<year>\d{4})(?!\d)",
    )
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?$")
_AMERICAN = {"E": -5, "C": -6, "M": -7, "P": -8}
"""Standard time of the zones of RFC 5322, by their first letter."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(raw: str, origin: str) -> Dated | None:
    """The instant that a text states, in UTC, with its precision; None where it states none."""
    raw = raw.strip()[:MAX_CHARS]
    try:
        at, precision = _read(raw)
        return Dated(at.astimezone(UTC), raw, precision, origin, at.utcoffset() or None)
    except (ValueError, OverflowError, TypeError):
        return None


def _read(raw: str) -> tuple[datetime, str]:
    if epoch := _EPOCH.match(raw):
        return datetime.fromtimestamp(int(epoch[1]), UTC), "instant"
    for form in _FORMS:
        if found := form.match(raw):
            return _instant(found.groupdict())
    at = parsedate_to_datetime(raw)
    return at if at.tzinfo else at.replace(tzinfo=UTC), "instant"


def _instant(parts: dict[str, str]) -> tuple[datetime, str]:
    name = parts.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
    minute, second, zone = (parts[part] for part in ("minute", "second", "zone"))
    clock = (_hour(parts), int(minute or 0), int(second or 0))
    at = datetime(int(parts["year"]), month, int(parts["day"]), *clock, tzinfo=UTC)
    if at.time() == time(0):
        return at, "day"
    at = at.replace(tzinfo=timezone(_offset(zone)))
    return at, "minute" if second is None else "instant"


def _hour(parts: dict[str, str]) -> int:
    hour, half = int(parts["hour"] or 0), (parts["half"] or "").lower()
    return hour % 12 + 12 * half.startswith("p") if half else hour


def _offset(zone: str | None) -> timedelta:
    """How far a zone is ahead of UTC. Raises ValueError for one that no place has."""
    if not zone or zone.upper() in ("Z", "UTC", "GMT"):
        return timedelta(0)
    if zone[0] not in "+-":
        return timedelta(hours=_AMERICAN[zone[0].upper()] + (zone[1].upper() == "D"))
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > MAX_OFFSET:
        raise ValueError(zone)
    return offset if zone[0] == "+" else -offset
