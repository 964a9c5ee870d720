"""When an article was published and changed.

Theory. Pages state dates for machines in JSON-LD, in meta elements and in `<time datetime>`; discovery
documents state them too; the address often carries the day. They are believed in that order, because the
first ones are written by the system that published the article. A date is refused when it lies in the
future of the fetch (a day's grace for time zones) or before the web. A time without a zone is taken as
UTC. Midnight in the page's own zone is what systems write that know the day only, so it is that day, and
no instant of the day before in UTC. A mistake puts the article on the wrong day, which breaks matching
windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from lxml import html

from spiders.extraction.model import Dated

GRACE = timedelta(days=1)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

PUBLISHED_META = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "publishdate",
    "publish-date",
    "pubdate",
    "date",
)
MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod")

_NUMERIC_DAY = re.compile(r"\b([0-3]\d)\.([01]\d)\.((?:19|20)\d{2})\b")
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


def shown_dates(tree: html.HtmlElement) -> Iterator[str]:
    """Dates that the page shows: elements marked as such, `<time>`, and a day in the page's title."""
    for element in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        yield element.get("content") or element.get("datetime") or element.text_content()
    for element in tree.xpath("//article//time[@datetime] | //header//time[@datetime]")[:1]:
        yield element.get("datetime")
    if day := _NUMERIC_DAY.search(tree.findtext(".//title") or ""):
        yield f"{day[3]}-{day[2]}-{day[1]}"


def day_in_url(url: str) -> str | None:
    """The day that an address carries as /YYYY/MM/DD/ or /YYYY-MM-DD-…, in ISO form."""
    found = _URL_DAY.search(url)
    return "-".join(found.groups()) if found else None


def _iso(found: re.Match[str]) -> tuple[datetime, str]:
    year, month, day, hour, minute, second, zone = found.groups()
    at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    if at.time() == time(0):
        return at.replace(tzinfo=UTC), "day"
    return at.replace(tzinfo=UTC) - _offset(zone), "minute" if second is None else "instant"


def _offset(zone: str | None) -> timedelta:
    if not zone or zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return offset if zone[0] == "+" else -offset


def _rfc(raw: str) -> datetime:
    at = parsedate_to_datetime(raw)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
