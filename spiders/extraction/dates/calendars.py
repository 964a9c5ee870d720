"""Years, months and days of other calendars to days of the Gregorian one.

Read are the calendars in which news pages date their stories: the Buddhist era (Thailand, Laos, Cambodia,
Myanmar; 543 years ahead), the years of the Republic of China, the Japanese eras, the Persian calendar
(jdatetime) and the Hijri calendar of Umm al-Qura (hijridate). A year alone tells its calendar where no other
of them, and no year of the web, is written with such a number.
"""

from __future__ import annotations

from datetime import date

from hijridate import Hijri
from jdatetime import date as persian_date

FIRST_YEAR, LAST_YEAR = 1990, 2100
BUDDHIST = 543
BUDDHIST_LANGUAGES = frozenset({"th", "lo", "km", "my"})
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The year before the first one of each era."""

PERSIAN_MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
HIJRI_MONTHS = (
    ("محرم",),
    ("صفر",),
    ("ربیع الاول", "ربيع الأول", "ربيع الاول"),
    ("ربیع الثانی", "ربيع الآخر", "ربيع الثاني"),
    ("جمادی الاول", "جمادی الاولی", "جمادى الأولى", "جمادى الاولى"),
    ("جمادی الثانی", "جمادی الثانیه", "جمادى الآخرة", "جمادى الثانية"),
    ("رجب",),
    ("شعبان",),
    ("رمضان",),
    ("شوال",),
    ("ذوالقعده", "ذیقعده", "ذو القعدة", "ذوالقعدة"),
    ("ذوالحجه", "ذیحجه", "ذو الحجة", "ذوالحجة"),
)
"""Their names in Arabic, Persian and Urdu spelling."""

GREGORIAN, PERSIAN, HIJRI = "gregorian", "persian", "hijri"


def day_of(calendar: str, year: int, month: int, day: int, language: str) -> date | None:
    """The day that year, month and day name in a page of a language; None where there is no such day."""
    try:
        if calendar == HIJRI:
            return Hijri(year, month, day).to_gregorian()
        if calendar == PERSIAN or (language in ("fa", "ps") and 1350 < year < 1500):
            gregorian: date = persian_date(year, month, day).togregorian()
            return gregorian
        if language in BUDDHIST_LANGUAGES and year > LAST_YEAR:
            year -= BUDDHIST
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except (ValueError, OverflowError):
        return None
