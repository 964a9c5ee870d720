"""Days that a text for readers names, in the languages and calendars of news pages.

Theory. A date for readers has a four-digit year, and a month by name or between year and day. The name of a
month is looked up in the page's own languages only, because they contradict each other ("listopad" is
November in Polish and October in Croatian). Of numbers alone, day and month are told by the sign between
them (a dot: the day first), by a number over twelve, by the day of the week that stands with them, by the
page's other dates, or by the order of its language and country; where none of these tells them, the date is
not read. Years of two digits are not read. A mistake puts an article on a wrong day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from spiders.extraction.dates.calendars import ERAS, GREGORIAN, day_of
from spiders.extraction.dates.months import DAY_FIRST, MONTH_FIRST, Month, names_of

_GAP = r"[^\d\n]{0,9}?"
_SIGNS = re.compile(
    rf"(?:(?P<era>{'|'.join(ERAS)})\s*(?P<in_era>\d{{1,3}}|元)|(?<!\d)(?P<year>\d{{4}}))\s*[年년]\s*"
    r"(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})(\s?[-/.]\s?)(\d{1,2})\2(\d{4})(?!\d)")
_SHORT = re.compile(r"(?<![\d.,:])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.:])")
"""Day, month and two digits of a year, which are written so with dots only."""
_MAY_NAME_DAY = re.compile(r"\d(?:\d{3}|\.\d|\s*[月월])")
"""A year, a day before a month's number, or a month's sign: one of these is in every date that is read."""
_WORDS = re.compile(r"[^\W\d]+")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Written:
    """A day, and where its letters stand in the folded text."""

    day: date
    start: int
    end: int


@dataclass(frozen=True)
class Manner:
    """How a page writes dates: its languages (primary subtags), and its order of day and month if known."""

    languages: tuple[str, ...]
    order: str | None = None

    @property
    def first(self) -> str:
        return self.languages[0] if self.languages else "en"


def dates_in(text: str, manner: Manner) -> list[Written]:
    """The days that a folded text names, in its order."""
    if not _MAY_NAME_DAY.search(text):
        return []
    found: list[Written] = []
    for written in sorted(_all(text, manner), key=lambda written: (written.start, -written.end)):
        if not found or written.start >= found[-1].end:
            found.append(written)
    return found


def has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None or (not text.isascii() and any(map(str.isdigit, text)))


def order_shown(texts: Iterable[str]) -> str | None:
    """The order of day and month in a page's dates with a slash, where a number over twelve tells it."""
    orders = {
        DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST
        for text in texts
        for found in _YEAR_LAST.finditer(text)
        if found[2].strip() != "." and (int(found[1]) > 12) != (int(found[3]) > 12)
    }
    return orders.pop() if len(orders) == 1 else None


def _all(text: str, manner: Manner) -> Iterator[Written]:
    for found in _SIGNS.finditer(text):
        year = int(found["year"]) if found["year"] else _year_of_era(found["era"], found["in_era"])
        yield from _written(found, GREGORIAN, (year, int(found["month"]), int(found["day"])), manner.first)
    for found in _YEAR_FIRST.finditer(text):
        yield from _written(found, GREGORIAN, (int(found[1]), int(found[3]), int(found[4])), manner.first)
    for found in _YEAR_LAST.finditer(text):
        if day_month := _day_and_month(found, text, manner):
            day, month = day_month
            yield from _written(found, GREGORIAN, (int(found[4]), month, day), manner.first)
    for found in _SHORT.finditer(text) if manner.first != "en" else ():  # 11.12.12 is either there
        parts = (2000 + int(found[3]), int(found[2]), int(found[1]))
        yield from _written(found, GREGORIAN, parts, manner.first)
    for language in manner.languages:
        months = names_of(language).months
        for form in _forms(language):
            for found in form.finditer(text):
                calendar, month = _month(found["month"], months)
                parts = (int(found["year"]), month, int(found["day"]))
                yield from _written(found, calendar, parts, language)


def _written(
    found: re.Match[str], calendar: str, parts: tuple[int, int, int], language: str
) -> Iterator[Written]:
    if day := day_of(calendar, *parts, language):
        yield Written(day, found.start(), found.end())


@lru_cache(maxsize=64)
def _forms(language: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of dates with the name of a month."""
    names = names_of(language)
    if not names.months:
        return ()
    month = rf"(?<![^\W\d])(?:ב|de |d')?(?P<month>{names.pattern})\.?"
    day, year = r"(?<!\d)(?P<day>\d{1,2})(?!\d)", r"(?<!\d)(?P<year>\d{4})(?!\d)"
    orders = [(day, month, year), (month, day, year), (year, month, day)]
    if language == "lv":
        orders.insert(0, (year, day, month))
    return tuple(re.compile(_GAP.join(order)) for order in orders)


def _month(name: str, months: Mapping[str, Month]) -> Month:
    """The month of which a name is, or begins with, the name."""
    while name not in months:
        name = name[:-1]
    return months[name]


def _day_and_month(found: re.Match[str], text: str, manner: Manner) -> tuple[int, int] | None:
    one, other = int(found[1]), int(found[3])
    if one == other or one > 12 or found[2].strip() == ".":
        return one, other
    if other > 12:
        return other, one
    order = _order_by_weekday(found, text, manner) or manner.order
    if order is None:
        return None
    return (one, other) if order == DAY_FIRST else (other, one)


def _order_by_weekday(found: re.Match[str], text: str, manner: Manner) -> str | None:
    """The order in which the date falls on the day of the week that stands before it."""
    weekdays = {day for word in _WORDS.findall(text[: found.start()])[-2:] for day in _weekday(word, manner)}
    fits = [
        order
        for order, (day, month) in _both(int(found[1]), int(found[3]))
        if (at := day_of(GREGORIAN, int(found[4]), month, day, "")) and at.weekday() in weekdays
    ]
    return fits[0] if len(fits) == 1 else None


def _both(one: int, other: int) -> Sequence[tuple[str, tuple[int, int]]]:
    return (DAY_FIRST, (one, other)), (MONTH_FIRST, (other, one))


def _weekday(word: str, manner: Manner) -> Iterator[int]:
    for language in dict.fromkeys((*manner.languages, "en")):
        if (day := names_of(language).weekdays.get(word)) is not None:
            yield day


def _year_of_era(era: str, year: str) -> int:
    return ERAS[era] + (1 if year == "元" else int(year))
