"""When an article was published and changed.

Theory. Pages state dates for machines in JSON-LD and in meta elements; discovery documents state them too;
the address often carries the day; and most pages show a date to their readers, in `<time>`, in an element
marked as such, or in plain text. They are believed in that order, because the first ones are written by the
system that published the article: on 127 pages of many countries JSON-LD was right about the day on all
119 that had it. A date is refused when it lies in the future of the fetch (a day's grace for time zones)
or before the web, and a change before publication is none. Midnight in the page's own zone is what systems
write that know the day only, so it is that day, and no instant of the day before in UTC; where a later
source has an instant of that day, it is taken. Exception: a text's date may be that of another story. A
mistake puts the article on the wrong day, which breaks matching windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from htmldate import find_date
from lxml import html

from spiders.extraction.instants import read_date
from spiders.extraction.model import Dated
from spiders.extraction.structured import Structured, first_text, texts
from warehouse.tables import Page

GRACE = timedelta(days=1)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
MAX_MARKED = 20
MAX_SEARCHED_BYTES = 2_000_000
"""Size of a page in whose text a date is searched for."""

PUBLISHED_META = (
    "articlepublishedtime",
    "articlepublished",
    "datepublished",
    "parselypubdate",
    "sailthrudate",
    "dcdateissued",
    "dctermsissued",
    "dctermscreated",
    "publishdate",
    "publisheddate",
    "publishedat",
    "published",
    "pubdate",
    "ogpubdate",
    "cxenseparserecspublishtime",
    "cxenseparserecspublishedtime",
    "cxenseparsepublishtime",
    "articledateoriginal",
    "prismpublicationdate",
    "citationpublicationdate",
    "dcdate",
    "dctermsdate",
    "date",
)
MODIFIED_META = (
    "articlemodifiedtime",
    "articlemodified",
    "ogupdatedtime",
    "datemodified",
    "dcdatemodified",
    "dctermsmodified",
    "lastmodified",
    "lastmod",
)
"""Names of meta elements, letters only, the most credible first."""

_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/_-])")
_TITLE_DAY = re.compile(r"\b[0-3]\d\.[01]\d\.(?:19|20)\d{2}\b")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_MARKED = "//*[@itemprop='datePublished'] | //time[@pubdate]"
_TIMES = "//time[@datetime][ancestor::article or ancestor::header]"
_PAGE_KINDS = frozenset({"WebPage", "ItemPage", "ClaimReview"})

Stated = tuple[str, str | None]
"""Where a date stands (as in `articles.published_origin`), and the date as written."""


def published_of(page: Page, tree: html.HtmlElement, stated: Structured) -> Dated | None:
    """The first credible date, or an instant of the same day where it is a day only."""
    credible = _credible(_published(page, tree, stated), page.fetched_at)
    first = next(credible, None)
    if first is None:
        return next(_credible(_last_resorts(page, tree, stated), page.fetched_at), None)
    if first.precision != "day":
        return first
    finer = (dated for dated in credible if dated.precision != "day" and dated.at.date() == first.at.date())
    return next(finer, first)


def modified_of(page: Page, stated: Structured, published: Dated | None) -> Dated | None:
    """The first credible date of a change, unless the article was published after it."""
    named = _named(stated)
    said: list[Stated] = [("jsonld", _text(stated.article.get("dateModified")))]
    said += [("meta", named.get(name)) for name in MODIFIED_META]
    modified = next(_credible([*said, ("feed", page.link_modified)], page.fetched_at), None)
    return None if modified and published and modified.at < published.at else modified


def _published(page: Page, tree: html.HtmlElement, stated: Structured) -> Iterator[Stated]:
    """Where a page states when it was published, the most credible first."""
    pages = (node for node in stated.nodes if _PAGE_KINDS.intersection(texts(node.get("@type"))))
    yield from (("jsonld", _text(node.get("datePublished"))) for node in (stated.article, *pages))
    named = _named(stated)
    yield from (("meta", named.get(name)) for name in PUBLISHED_META)
    yield "sitemap" if "sitemap" in page.discovery else "feed", page.link_published
    yield "url", _day_in_url(page.final_url)
    yield from (("text", shown) for shown in _marked_dates(tree))


def _last_resorts(page: Page, tree: html.HtmlElement, stated: Structured) -> Iterator[Stated]:
    """When a page was changed, and what its text says, where it does not state when it was published."""
    named = _named(stated)
    yield from (("meta", named.get(name)) for name in MODIFIED_META)
    if len(page.body) <= MAX_SEARCHED_BYTES:
        yield "text", _searched_date(tree, page.fetched_at)


def _credible(stated: Iterable[Stated], fetched_at: datetime) -> Iterator[Dated]:
    """What reads as a date and lies between 1990 and a day after the fetch."""
    for origin, raw in stated:
        dated = read_date(raw, origin) if raw else None
        if dated and EARLIEST <= dated.at <= fetched_at + GRACE:
            yield dated


def _text(value: Any) -> str | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value).partition(".")[0] if is_number else first_text(value)


def _named(stated: Structured) -> dict[str, str]:
    """First content of each meta element, by the letters of its name."""
    named: dict[str, str] = {}
    for name, values in stated.meta.items():
        named.setdefault(_NOT_LETTERS.sub("", name), values[0])
    return named


def _day_in_url(url: str) -> str | None:
    """The day that an address carries as /YYYY/MM/DD/ or /YYYY-MM-DD-…, in ISO form."""
    found = _URL_DAY.search(url)
    return "-".join(found.groups()) if found else None


def _marked_dates(tree: html.HtmlElement) -> Iterator[str]:
    """Dates in elements that are marked as such, and a day in the page's title."""
    for element in tree.xpath(_MARKED)[:MAX_MARKED]:
        yield element.get("content") or element.get("datetime") or element.text_content()
    for element in tree.xpath(_TIMES)[:1]:
        yield element.get("datetime")
    if day := _TITLE_DAY.search(tree.findtext(".//title") or ""):
        yield day[0]


def _searched_date(tree: html.HtmlElement, fetched_at: datetime) -> str | None:
    """The day that htmldate finds in the page's text (Barbaresi 2020, JOSS 5(51), 2439)."""
    found: str | None = find_date(
        tree, extensive_search=False, original_date=True, min_date=EARLIEST, max_date=fetched_at + GRACE
    )
    return found
