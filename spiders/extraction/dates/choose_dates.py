"""When an article was published and changed.

Theory. Pages state dates for machines in JSON-LD and in meta elements; discovery documents state them too;
the URL often carries the day; and most pages show a date to their readers, in an element marked as such, or
in a short line near the headline (see `shown`). They are believed in that order, because the first ones are
written by the system that published the article: on 127 pages of many countries JSON-LD was right about the
day on all 119 that had it. A date is refused when it lies in the future of the fetch (a day's grace for time
zones) or before the web, and a change before publication is none. Midnight in the page's own zone is what
systems write that know the day only, so it is that day, and no instant of the day before in UTC; where a
later source has an instant of that day, it is taken. The page's text is not searched any further: on pages
where nothing of the above stated a date, what htmldate found was wrong on 23 of 91, mostly another story's.
A mistake puts the article on the wrong day, which breaks matching windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import html

from spiders.extraction.dates.instants import MAX_CHARS, read_date
from spiders.extraction.dates.local_day import local_day
from spiders.extraction.dates.months import folded, order_of
from spiders.extraction.dates.page_lines import ShownLine, lines_of
from spiders.extraction.dates.shown_dates import Shown, is_of_another, shown_dates
from spiders.extraction.dates.written_dates import Manner, dates_in, order_shown
from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.structured import Structured, first_text, texts
from spiders.extraction.metadata.language import country_of, languages_of, tag_of
from spiders.extraction.model import Dated
from warehouse.tables import Page

GRACE = timedelta(days=1)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
MAX_MARKED = 20

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
_URL_NUMBER = re.compile(r"/[A-Za-z]?((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{4,})?(?=\W|$)")
"""A number at the beginning of a part of the path that is or begins with a day, such as 202611181032."""
_TITLE_DAY = re.compile(r"\b[0-3]\d\.[01]\d\.(?:19|20)\d{2}\b")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_VIDEO = "VideoObject"
_PAGE_KINDS = frozenset({"WebPage", "ItemPage", "ClaimReview"})

Stated = tuple[str, str | None]
"""Where a date stands (as in `articles.published_origin`), and the date as written."""


@dataclass(frozen=True)
class DatedPage:
    """A page with all that states its dates, and its titles; what it shows is read when first needed."""

    page: Page
    tree: html.HtmlElement
    stated: Structured
    titles: Sequence[str] = ()
    language: str | None = None

    @cached_property
    def named(self) -> dict[str, str]:
        """First content of each meta element, by the letters of its name."""
        named: dict[str, str] = {}
        for name, values in self.stated.meta.items():
            named.setdefault(_NOT_LETTERS.sub("", name), values[0])
        return named

    @cached_property
    def manner(self) -> Manner:
        """How the page writes dates, by its languages, its country and all of its dates."""
        tags = [self.language, *languages_of(self.tree, self.stated), self.page.link_language]
        languages = [tag for tag in map(tag_of, tags) if tag]
        primary = tuple(dict.fromkeys([*(tag.split("-")[0] for tag in languages), "en"]))
        written = [self.named[name] for name in (*PUBLISHED_META, *MODIFIED_META) if name in self.named]
        short = (line.text for line in self.lines if not line.is_long)
        order = order_shown((*written, *short))
        return Manner(primary, order or order_of(primary[0], country_of(languages, self.page.final_url)))

    @cached_property
    def lines(self) -> Sequence[ShownLine]:
        return tuple(lines_of(self.tree))

    @cached_property
    def shown(self) -> list[Shown]:
        return shown_dates(self.lines, self.titles, self.manner)

    def credible(self, stated: Iterable[Stated]) -> Iterator[Dated]:
        """What reads as a date and lies between 1990 and a day after the fetch."""
        for origin, raw in stated:
            dated = (read_date(raw, origin) or _written(raw, origin, self)) if raw else None
            if dated and EARLIEST <= dated.at <= self.page.fetched_at + GRACE:
                yield dated


def published_of(page: DatedPage) -> Dated | None:
    """The first credible date, or an instant of the same day where it is a day only."""
    credible = page.credible(_published(page))
    first = next(credible, None)
    if first is None:
        return next(page.credible(_last_resorts(page)), None)
    if first.precision != "day":
        return first
    finer = (dated for dated in credible if dated.precision != "day" and dated.at.date() == first.at.date())
    return next(finer, first)


def modified_of(page: DatedPage, published: Dated | None) -> Dated | None:
    """The first credible date of a change, unless the article was published after it."""
    modified = next(page.credible(_modified(page)), None)
    if modified is None and (published is None or published.origin == "text"):
        modified = next(page.credible(("text", shown.raw) for shown in page.shown if shown.is_change), None)
    return None if modified and published and modified.at < published.at else modified


def published_day_of(page: DatedPage, published: Dated | None) -> date | None:
    """The day of publication in the publisher's own zone."""
    if published is None:
        return None
    in_url = _day_in_url(page.page.final_url)
    others = (dated for dated in page.credible([*_stated(page), *_modified(page)]) if dated.offset)
    return local_day(published, others, date.fromisoformat(in_url) if in_url else None)


def _published(page: DatedPage) -> Iterator[Stated]:
    """Where a page states when it was published, the most credible first."""
    nodes, stated = page.stated.nodes, page.stated
    yield from _stated(page)
    yield "sitemap" if "sitemap" in page.page.discovery else "feed", page.page.link_published
    yield "url", _day_in_url(page.page.final_url)
    videos = [node for node in nodes if _VIDEO in texts(node.get("@type"))]
    if not stated.article and len(videos) == 1:
        yield "jsonld", _text(videos[0].get("uploadDate"))
    yield from (("text", marked) for marked in _marked_dates(page.tree, page.stated))
    if day := _TITLE_DAY.search(page.tree.findtext(".//title") or ""):
        yield "text", day[0]


def _stated(page: DatedPage) -> Iterator[Stated]:
    """When the page itself says for machines that it was published."""
    pages = (node for node in page.stated.nodes if _PAGE_KINDS.intersection(texts(node.get("@type"))))
    yield from (("jsonld", _text(node.get("datePublished"))) for node in (page.stated.article, *pages))
    yield from (("meta", page.named.get(name)) for name in PUBLISHED_META)


def _modified(page: DatedPage) -> Iterator[Stated]:
    yield "jsonld", _text(page.stated.article.get("dateModified"))
    yield from (("meta", page.named.get(name)) for name in MODIFIED_META)
    yield "feed", page.page.link_modified


def _last_resorts(page: DatedPage) -> Iterator[Stated]:
    """What the page shows to readers, a number in the URL, or a change, where nothing else is stated."""
    yield from (("text", titled) for titled in _titled_dates(page.tree))
    yield from (("text", shown.raw) for shown in page.shown if not shown.is_change)
    if number := _URL_NUMBER.search(page.page.final_url):
        yield "url", "-".join(number.groups())
    yield from (("meta", page.named.get(name)) for name in MODIFIED_META)
    yield from (("text", shown.raw) for shown in page.shown)


def _written(raw: str, origin: str, page: DatedPage) -> Dated | None:
    """The day that a text names in the page's manner; None where it names none, or two."""
    days = {written.day for written in dates_in(folded(raw[:MAX_CHARS]), page.manner)}
    if len(days) != 1:
        return None
    return Dated(datetime.combine(days.pop(), time(0), UTC), raw[:MAX_CHARS], "day", origin)


def _text(value: Any) -> str | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value).partition(".")[0] if is_number else first_text(value)


def _day_in_url(url: str) -> str | None:
    """The day that a URL carries as /YYYY/MM/DD/ or /YYYY-MM-DD-…, in ISO form."""
    found = _URL_DAY.search(url)
    return "-".join(found.groups()) if found else None


def _marked_dates(tree: html.HtmlElement, stated: Structured) -> Iterator[str]:
    """Dates in elements that are marked as such, those of comments and of other stories left out."""
    timed = [time for time in tree.iter("time") if time.get("pubdate") is not None]
    marked = dict.fromkeys([*stated.properties.get("datePublished", ()), *timed])
    in_order = (one for one in tree.iter() if one in marked) if timed else marked
    for element in islice(in_order, MAX_MARKED):
        if not is_of_another(element):
            yield element.get("content") or element.get("datetime") or text_of(element)


def _titled_dates(tree: html.HtmlElement) -> Iterator[str]:
    """Dates for machines in the titles of elements whose class is `published` (hAtom)."""
    titled = (one for one in tree.iter("abbr", "span", "time") if one.get("title"))
    dated = (one for one in titled if "published" in (one.get("class") or "").split())
    yield from (one.get("title", "") for one in dated if not is_of_another(one))
