"""Names of months and days of the week in a language, and the order of day and month in its dates.

The names come from CLDR, through Babel: in full and short, as they stand in a date ("listopada") and alone
("listopad"). Where several languages or countries share a tag, all of their names are known (Arabic has
three sets), and where countries of one language differ in the order of day and month (English does), only a
stated country tells it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from spiders.extraction.dates.calendars import GREGORIAN, HIJRI, HIJRI_MONTHS, PERSIAN, PERSIAN_MONTHS

MIN_PREFIX = 3
MIN_INFLECTED = 4
DAY_FIRST, MONTH_FIRST = "day first", "month first"

_RELATIVES = {
    "ar": ("ar", "ar_SY", "ar_DZ", "ar_MA", "ar_MR"),
    "no": ("nb", "nn"),
    "sr": ("sr", "sr_Latn"),
    "bs": ("bs", "bs_Cyrl"),
    "tl": ("fil",),
    "iw": ("he",),
    "in": ("id",),
}
_MORE = {"es": {"setiembre": 9, "set": 9}, "en": {"sept": 9}, "pt": {"set": 9}}
_BY_COUNTRY = frozenset({"en"})
_COUNTRY_ALIASES = {"UK": "GB"}

Month = tuple[str, int]
"""Calendar and number."""


@dataclass(frozen=True)
class Names:
    """What a language calls months and days of the week (Monday is 0), as `folded` writes them."""

    months: Mapping[str, Month]
    weekdays: Mapping[str, int]

    @property
    def pattern(self) -> str:
        """A pattern of the months' names, the longest first; names may be inflected."""
        longest = sorted(self.months, key=len, reverse=True)
        return "|".join(re.escape(name) + _ending(name) for name in longest)


def folded(text: str) -> str:
    """A text without differences of form: width, case, kinds of digits, marks of direction."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    text = "".join(_plain(character) for character in text)
    return text.replace("ي", "ی").replace("ى", "ی").replace("ك", "ک")


@lru_cache(maxsize=64)
def names_of(language: str) -> Names:
    """The names of a language (primary subtag); of an unknown one, none."""
    locales = [locale for tag in _RELATIVES.get(language, (language,)) if (locale := _locale(tag))]
    months: dict[str, Month] = {}
    for name, number in _month_names(locales):
        months.setdefault(name, (GREGORIAN, number))
    months |= {name: (GREGORIAN, number) for name, number in _MORE.get(language, {}).items()}
    if language in ("fa", "ps", "ar", "ur"):
        months |= {folded(name): (PERSIAN, at) for at, name in enumerate(PERSIAN_MONTHS, 1)}
        months |= {folded(name): (HIJRI, at) for at, names in enumerate(HIJRI_MONTHS, 1) for name in names}
    weekdays = {
        folded(name).strip("."): day
        for locale in locales
        for width in ("wide", "abbreviated")
        for day, name in locale.days["format"][width].items()
    }
    return Names(months, {name: day for name, day in weekdays.items() if len(name) > 1})


@lru_cache(maxsize=256)
def order_of(language: str, country: str | None) -> str | None:
    """DAY_FIRST or MONTH_FIRST, as a language's short dates have it in a country; None where not known."""
    country = _COUNTRY_ALIASES.get(country or "", country)
    locale = _locale(f"{language}_{country}") if country else None
    if locale is None and language not in _BY_COUNTRY:
        locale = _locale(_RELATIVES.get(language, (language,))[0])
    if locale is None:
        return None
    letters = re.sub(r"[^dM]", "", locale.date_formats["short"].pattern or "")
    if letters.startswith("d"):
        return DAY_FIRST
    is_year_first = (locale.date_formats["short"].pattern or "").lstrip("'\u200f").startswith("y")
    return None if is_year_first else MONTH_FIRST


def _month_names(locales: Iterable[Locale]) -> Iterator[tuple[str, int]]:
    for locale in locales:
        wide = {number: folded(name) for number, name in locale.months["format"]["wide"].items()}
        if all(any(map(str.isdigit, name)) for name in wide.values()) and not _is_worded(wide.values()):
            continue  # 11月, 11월: read by their signs
        for context, width in (("format", "abbreviated"), ("stand-alone", "wide")):
            for number, name in locale.months[context][width].items():
                name = folded(name).strip(". ")
                if context == "format" or name[:2] == wide[number][:2]:
                    yield name, number
        yield from ((name, number) for number, name in wide.items())
        yield from _prefixes(wide)


def _prefixes(wide: Mapping[int, str]) -> Iterator[tuple[str, int]]:
    """The first three and four letters of names, where they name one month only."""
    for length in (MIN_PREFIX, MIN_PREFIX + 1):
        starts = [name[:length] for name in wide.values()]
        for number, name in wide.items():
            if name.isalpha() and len(name) > length and starts.count(name[:length]) == 1:
                yield name[:length], number


def _is_worded(names: Iterable[str]) -> bool:
    """Whether names with numbers begin with a word (Vietnamese "tháng 11")."""
    return all(len(name.split()) > 1 for name in names)


def _ending(name: str) -> str:
    if name[-1].isdigit():
        return r"(?!\d)"
    return r"[^\W\d]{0,5}" if len(name) >= MIN_INFLECTED else r"(?![^\W\d])"


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) == "Cf" else character
