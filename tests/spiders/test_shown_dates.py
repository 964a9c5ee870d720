"""Days that a page shows to its readers: which line, whose date, in which language and calendar."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from spiders.extraction.dates.months import DAY_FIRST, MONTH_FIRST, folded, order_of
from spiders.extraction.dates.page_lines import headline_index, lines_of
from spiders.extraction.dates.shown_dates import shown_dates
from spiders.extraction.dates.written_dates import Manner, dates_in, order_shown

STORY = f"<p>{'The council will vote on the old ferry line. ' * 5}</p>" * 6
TITLE = "Another story of the river and its old bridge"
DAY = date(2026, 3, 9)


def shown(body: str, order: str | None = None) -> list[tuple[str, bool]]:
    tree = html.document_fromstring(f"<html><body>{body}</body></html>")
    found = shown_dates(tuple(lines_of(tree)), ("Ferry stays",), Manner(("en", "de"), order))
    return [(line.raw, line.is_change) for line in found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Monday, March 9th, 2026 at 4:19 PM"),
        ("en", "9-Mar-2026"),
        ("en", "2026/03/09"),
        ("de", "Montag, 9. März 2026, 16:19 Uhr"),
        ("de", "09.03.2026"),
        ("de", "9.3.26, 16:19"),
        ("fr", "Publié le 9 mars 2026 à 16h19"),
        ("es", "9 de marzo de 2026"),
        ("pt", "9 de Março de 2026"),
        ("it", "lunedì 9 marzo 2026"),
        ("ca", "9 de març de 2026"),
        ("nl", "9 maart 2026"),
        ("sv", "9 mars 2026"),
        ("no", "9. mars 2026"),
        ("fi", "9. maaliskuuta 2026"),
        ("pl", "9 marca 2026"),
        ("cs", "9. března 2026"),
        ("hr", "9. ožujka 2026."),
        ("hu", "2026. március 9., hétfő"),
        ("ro", "9 martie 2026"),
        ("lt", "2026 m. kovo 9 d."),
        ("lv", "2026. gada 9. marts"),
        ("tr", "9 Mart 2026 Pazartesi"),
        ("el", "9 Μαρτίου 2026"),
        ("ru", "9 марта 2026, 16:19"),
        ("uk", "9 березня 2026 р."),
        ("he", "9 במרץ 2026"),
        ("ar", "٩ مارس ٢٠٢٦"),
        ("ar", "9 آذار 2026"),
        ("ar", "20 رمضان 1447"),
        ("fa", "دوشنبه ۱۸ اسفند ۱۴۰۴"),
        ("fa", "۱۴۰۴/۱۲/۱۸ - ۱۶:۱۹"),
        ("hi", "9 मार्च 2026"),
        ("bn", "৯ মার্চ ২০২৬"),
        ("th", "9 มีนาคม 2569"),
        ("th", "9 มี.ค. 2569"),
        ("vi", "Thứ hai, 9 tháng 3 năm 2026"),
        ("id", "Senin, 9 Maret 2026"),
        ("zh", "2026年3月9日 16:19"),
        ("zh", "民國115年3月9日"),
        ("ja", "令和8年3月9日"),
        ("ja", "２０２６年３月９日"),
        ("ko", "2026년 3월 9일"),
        ("ko", "입력 2026.03.09 16:19"),
    ],
)
def test_a_day_is_read_in_its_language_and_calendar(language: str, text: str) -> None:
    assert [found.day for found in dates_in(folded(text), Manner((language, "en")))] == [DAY]


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/09/2026", None, None),
        ("03/09/2026", MONTH_FIRST, DAY),
        ("09/03/2026", DAY_FIRST, DAY),
        ("Mon, 09/03/2026", None, DAY),
        ("03/31/2026", DAY_FIRST, date(2026, 3, 31)),
        ("31/03/2026", MONTH_FIRST, date(2026, 3, 31)),
        ("41/13/2026", None, None),
        ("9 March 1825", None, None),
        ("listopad 2026", None, None),
    ],
)
def test_what_could_be_two_days_is_read_in_a_known_order_only(
    text: str, order: str | None, day: date | None
) -> None:
    assert [found.day for found in dates_in(folded(text), Manner(("en",), order))] == [day] * (
        day is not None
    )


def test_the_order_is_that_of_the_country_or_of_the_pages_other_dates() -> None:
    assert (order_of("en", "US"), order_of("en", "UK"), order_of("en", None)) == (
        MONTH_FIRST,
        DAY_FIRST,
        None,
    )
    assert (order_of("es", None), order_of("nonsense", "XX")) == (DAY_FIRST, None)
    assert order_shown(["on 07/24/2026", "and 01/02/2026"]) == MONTH_FIRST
    assert order_shown(["24/07/2026", "07/24/2026"]) is None


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Ferry stays</h1><div><span>By Ada Okafor</span> <span>March 9, 2026</span></div>{STORY}",
        f"<div><p>March 9, 2026</p><p>Company</p><h1>Ferry stays</h1></div>{STORY}",
        f"<h1>Ferry stays</h1><time datetime=2026-03-09>yesterday</time>{STORY}",
        f"<h1>Ferry stays</h1>{STORY}<p class=post-date>March 9, 2026</p>",
        f"<h1>Ferry stays</h1><p class='entry-date updated'>March 9, 2026</p>{STORY}",
    ],
)
def test_a_date_near_the_headline_is_the_articles(body: str) -> None:
    assert shown(body)[:1] == [("2026-03-09", False)]


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Ferry stays</h1>{STORY}<a href=/b>{TITLE}<time datetime=2026-03-09>March 9</time></a>",
        f"<h1>Ferry stays</h1>{STORY}<div class=comment><time datetime=2026-03-09>x</time></div>",
        f"<header><p>Monday, March 9, 2026</p></header><h1>Ferry stays</h1>{STORY}",
        f"<h1>Ferry stays</h1><p>The ferry of March 9, 2026 left before the ice came.</p>{STORY}",
        f"<h1>Ferry stays</h1>{STORY}<ul><li>March 9, 2026</li><li>March 8, 2026</li></ul>",
    ],
)
def test_a_date_of_something_else_is_not(body: str) -> None:
    assert shown(body) == []


def test_a_line_of_two_dates_tells_them_apart_by_their_labels() -> None:
    both = f"<h1>Ferry stays</h1><p>Published 9 March 2026, updated 10 March 2026</p>{STORY}"
    assert shown(both) == [("2026-03-09", False), ("2026-03-10", True)]
    german = f"<h1>Ferry stays</h1><p>Aktualisiert: 10.03.2026</p><p>Erstellt: 09.03.2026</p>{STORY}"
    assert shown(german) == [("2026-03-10", True), ("2026-03-09", False)]


def test_two_digits_of_a_year_are_none_where_the_order_of_the_others_is_unknown() -> None:
    assert dates_in("11.12.12", Manner(("en",))) == []


def test_the_name_of_the_site_in_a_heading_is_no_headline() -> None:
    tree = html.document_fromstring("<html><body><h1>Courier</h1><h2>Ferry stays</h2></body></html>")
    lines = tuple(lines_of(tree))
    at = headline_index(lines, ("Courier - Ferry stays", "Courier", "Ferry stays"))
    assert at is not None and lines[at].text == "Ferry stays"


def test_the_footer_of_an_article_tells_its_day_and_that_of_a_page_does_not() -> None:
    dated = "<p>Published: <time datetime=2026-03-09>Mon 09 March 2026</time></p>"
    story = f"<h2><a href=/ferry>Ferry stays</a></h2>{STORY}"
    assert shown(f"<article>{story}<footer>{dated}</footer></article>") == [("2026-03-09", False)]
    assert shown(f"<article>{story}</article><footer>{dated}</footer>") == []
