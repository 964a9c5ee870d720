"""Lists of links within an element that may hold the article.

As trafilatura 2.3.1 finds them (`delete_by_link_density` of `htmlprocessing.py`, Apache 2.0); but only
elements that hold a link are looked at, and once more only where something was dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import html
from trafilatura.htmlprocessing import is_paragraph_listing, link_density_test_tables
from trafilatura.utils import LINK_FARM_RATIO
from trafilatura.xml import delete_element

from spiders.extraction.article_search.texts import chars_in

ALL_LINK = 0.9
MOSTLY_LINK = 0.8
MIN_LINE = 100
MAX_LABEL = 10
MIN_PARTS = 3
MAX_LINKS = 4
LONG = 300
"""Characters from which a text is never short."""
MIN_FARM = min(ALL_LINK, LINK_FARM_RATIO)
"""Share of links under which a long text is no list of them."""

_CELLS = ("item", "td", "th")
"""A paragraph that is all of such an element stays: its list or table is looked at as a whole."""


def drop_link_lists(frame: html.HtmlElement) -> None:
    """Remove sections, lists, paragraphs and tables that are mostly links, in place."""
    holders = _around_links(frame)
    if not holders:
        return
    for _ in range(2):  # what is left may be mostly links only now
        dropped = [_drop_linked(frame, tag, holders) for tag in ("div", "list", "p")]
        if not any(dropped):
            break
    for table in [table for table in frame.iter("table") if link_density_test_tables(table)]:
        delete_element(table, keep_tail=False)


def _around_links(frame: html.HtmlElement) -> set[html.HtmlElement]:
    """All elements that hold a link."""
    holders: set[html.HtmlElement] = set()
    for link in frame.iter("ref"):
        for around in link.iterancestors():
            if around in holders:
                break
            holders.add(around)
    return holders


def _drop_linked(frame: html.HtmlElement, tag: str, holders: set[html.HtmlElement]) -> bool:
    """Remove elements of this tag that are mostly links; whether there were any."""
    found = [element for element in _link_lists(frame, tag, holders) if not _is_content_of_cell(element)]
    for element in found:
        delete_element(element)
    return bool(found)


def _link_lists(
    frame: html.HtmlElement, tag: str, holders: set[html.HtmlElement]
) -> Iterator[html.HtmlElement]:
    """Elements of this tag that are mostly links, the innermost first.

    What an element holds is held by those around it as well: a long text with few links is counted once.
    """
    at_least: dict[html.HtmlElement, int] = {}
    for element in reversed([element for element in frame.iter(tag) if element in holders]):
        linked = list(map(chars_in, element.iterdescendants("ref")))
        chars = at_least.get(element, 0)
        if chars < LONG or sum(linked) > MIN_FARM * chars:
            chars = chars_in(element)
            if linked and _is_link_list(element, chars, linked):
                yield element
        if (around := next(element.iterancestors(tag), None)) is not None:
            at_least[around] = max(at_least.get(around, 0), chars)


def _is_link_list(element: html.HtmlElement, chars: int, linked: Sequence[int]) -> bool:
    """Whether an element is mostly links, or a section of few words in several parts with links.

    `chars`: of its text; `linked`: of each of its links.
    """
    shown = [count for count in linked if count]
    if len(linked) == 1 and linked[0] > max(MIN_LINE, ALL_LINK * chars):
        return True
    if chars < _few_chars(element):
        return (
            not shown
            or sum(shown) > MOSTLY_LINK * chars
            or (len(shown) > 1 and sum(count < MAX_LABEL for count in shown) > MOSTLY_LINK * len(shown))
            or (element.tag == "div" and len(element) >= MIN_PARTS and chars < MIN_LINE)
        )
    return (
        len(linked) > MAX_LINKS
        and LINK_FARM_RATIO * chars < sum(shown) < MIN_LINE * len(shown)
        and not is_paragraph_listing(list(element.iterdescendants("ref")))
    )


def _few_chars(element: html.HtmlElement) -> int:
    is_last = element.getnext() is None
    if element.tag == "p":
        return 60 if is_last else 30
    return LONG if is_last else 100


def _is_content_of_cell(element: html.HtmlElement) -> bool:
    parent = element.getparent()
    return element.tag == "p" and parent is not None and parent.tag in _CELLS
