"""Lists of links within an element that may hold the article.

As trafilatura 2.3.1 finds them (`delete_by_link_density` of `htmlprocessing.py`, Apache 2.0); but only
elements that hold a link are looked at, and once more only where something was dropped.
"""

from __future__ import annotations

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
    found = [
        element
        for element in frame.iter(tag)
        if element in holders and _is_link_list(element) and not _is_content_of_cell(element)
    ]
    for element in found:
        delete_element(element)
    return bool(found)


def _is_link_list(element: html.HtmlElement) -> bool:
    """Whether an element is mostly links, or a section of few words in several parts with links."""
    links = list(element.iterdescendants("ref"))
    if not links:
        return False
    chars = chars_in(element)
    linked = [count for count in map(chars_in, links) if count]
    if len(links) == 1 and sum(linked) > max(MIN_LINE, ALL_LINK * chars):
        return True
    if chars < _few_chars(element):
        return (
            not linked
            or sum(linked) > MOSTLY_LINK * chars
            or (len(linked) > 1 and sum(count < MAX_LABEL for count in linked) > MOSTLY_LINK * len(linked))
            or (element.tag == "div" and len(element) >= MIN_PARTS and chars < MIN_LINE)
        )
    return (
        len(links) > MAX_LINKS
        and LINK_FARM_RATIO * chars < sum(linked) < MIN_LINE * len(linked)
        and not is_paragraph_listing(links)
    )


def _few_chars(element: html.HtmlElement) -> int:
    is_last = element.getnext() is None
    if element.tag == "p":
        return 60 if is_last else 30
    return 300 if is_last else 100


def _is_content_of_cell(element: html.HtmlElement) -> bool:
    parent = element.getparent()
    return element.tag == "p" and parent is not None and parent.tag in _CELLS
