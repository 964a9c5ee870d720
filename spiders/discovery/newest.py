"""Which entries of a document are the newest. Pure.

Observed: sitemaps and indexes list the oldest first as often as the newest, some in no order; most entries
are dated, many indexes number their children instead (`post-sitemap12.xml`, `sitemap-2026-11.xml`), and many
sites number their articles. The rule: entries are ordered by their dates; where less than half of them have
one, or all have the same, by the numbers in their URLs; where there are none, by position: a feed has
the newest on top, and of a sitemap both ends are taken in turn. An entry that lacks what the others are
ordered by stays behind the one that it follows, and on top where it follows none.

Children of an index are families: names that differ in their numbers only. The youngest of each family comes
first, then the second of each, so that 900 sitemaps of tags do not crowd out those of articles.

A wrong order costs articles only where a document has more entries than are read, and there it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, zip_longest

_DATE_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])?(?=[/_-]|$)")
_DIGITS = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True)
class SortKey:
    """What an entry is ordered by: its date in seconds, and the last number of its URL."""

    moment: float | None = None
    number: int | None = None


def sort_key(url: str, moments: Iterable[datetime | None]) -> SortKey:
    """By the latest of an entry's dates; a URL may state one too."""
    known = [found for found in moments if found is not None] or [
        found for found in [_date_in(url)] if found is not None
    ]
    numbers = _DIGITS.findall(url.partition("://")[2].partition("/")[2])
    moment = max(found.timestamp() for found in known) if known else None
    return SortKey(moment, int(numbers[-1]) if numbers else None)


def newest_entries(sketches: Sequence[SortKey], limit: int, is_top_first: bool) -> tuple[list[int], str]:
    """Places of the newest entries, these first, and what they were ordered by."""
    places = list(range(len(sketches)))
    dates, numbers = [one.moment for one in sketches], [one.number for one in sketches]
    if _tells(dates):
        return _ordered(places, dates, limit), "date"
    if not (is_top_first and len(places) <= limit) and _tells(numbers):
        return _ordered(places, numbers, limit), "number"
    if not is_top_first and len(places) > limit:
        places = _from_both_ends(places)
    return places[:limit], "position"


def newest_children(urls: Sequence[str], sketches: Sequence[SortKey], limit: int) -> tuple[list[int], str]:
    """The same for the sitemaps of an index."""
    dates = [one.moment for one in sketches]
    places = _by_family(urls)
    if _tells(dates):
        return _ordered(places, dates, limit), "date"
    return places[:limit], "number" if _tells([one.number for one in sketches]) else "position"


def _tells(values: Sequence[float | None]) -> bool:
    """Whether the values order the entries: at least half have one, and not all the same."""
    known = [value for value in values if value is not None]
    return len(known) * 2 >= len(values) and len(set(known)) > 1


def _ordered(places: Sequence[int], values: Sequence[float | None], limit: int) -> list[int]:
    filled, last = [], float("inf")
    for value in values:
        last = last if value is None else value
        filled.append(last)
    return sorted(places, key=lambda place: filled[place], reverse=True)[:limit]


def _from_both_ends(places: Sequence[int]) -> list[int]:
    half = (len(places) + 1) // 2
    turns = zip_longest(places[:half], reversed(places[half:]))
    return [place for place in chain.from_iterable(turns) if place is not None]


def _by_family(urls: Sequence[str]) -> list[int]:
    families: dict[str, list[int]] = {}
    for place, url in enumerate(urls):
        families.setdefault(_DIGITS.sub("", url), []).append(place)
    for family in families.values():
        family.sort(key=lambda place: [int(digits) for digits in _DIGITS.findall(urls[place])], reverse=True)
    order = list(families.values())
    if len(order) == len(urls):
        return _from_both_ends([family[0] for family in order])
    return [place for place in chain.from_iterable(zip_longest(*order)) if place is not None]


def _date_in(url: str) -> datetime | None:
    found = _DATE_IN_PATH.search(url)
    if found is None:
        return None
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3] or 1), tzinfo=UTC)
    except ValueError:
        return None
