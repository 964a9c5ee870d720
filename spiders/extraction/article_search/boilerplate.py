"""What is dropped from an element that may hold the article: what its names tell to be boilerplate, and lists
of links.

As trafilatura 2.3.1 does it (`prune_unwanted_sections` of `main_extractor.py`, Apache 2.0). What is named
boilerplate stays where it is nearly all of the text.
"""

from __future__ import annotations

from lxml import etree, html
from trafilatura.xml import delete_element

from spiders.extraction.article_search.links import drop_link_lists
from spiders.extraction.article_search.names import Boilerplate, boilerplate, first_written
from spiders.extraction.markup.leaves import text_of

MIN_LEFT = 7
"""The part of a text that must be left, as a divisor."""

_SECTIONS = frozenset({"div", "item", "list", "p", "section", "span"})


def drop_boilerplate(frame: html.HtmlElement, with_teasers: bool) -> None:
    """Remove boilerplate from an element, in place; `with_teasers`: also what is named a teaser."""
    named, always = _found(frame, with_teasers)
    for element in (*_but_for_the_text(frame, named), *always):
        delete_element(element)
    drop_link_lists(frame)
    etree.strip_tags(frame, "span", "ref")


def _but_for_the_text(frame: html.HtmlElement, named: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """The outermost of these elements; none where they hold nearly all of the text."""
    if not named:
        return []
    every = set(named)
    outer = [element for element in named if every.isdisjoint(element.iterancestors())]
    chars = len(text_of(frame))
    left = chars - sum(len(text_of(element)) for element in outer)
    return outer if left > chars / MIN_LEFT else []


def _found(
    frame: html.HtmlElement, with_teasers: bool
) -> tuple[list[html.HtmlElement], list[html.HtmlElement]]:
    """What is boilerplate unless it is nearly everything; captions and teasers."""
    named: list[html.HtmlElement] = []
    always: list[html.HtmlElement] = []
    for element in frame.iterdescendants("*"):
        if not element.keys():
            continue
        told = _told(element)
        is_section = element.tag in _SECTIONS
        if told is not None and is_section and (told.caption or (told.teaser and with_teasers)):
            always.append(element)
        if (
            (told is not None and (told.anything or (told.section and is_section)))
            or _is_hidden(element)
            or (is_section and _is_navigation(element))
        ):
            named.append(element)
    return named, always


def _told(element: html.HtmlElement) -> Boilerplate | None:
    classes, name = element.get("class"), element.get("id")
    if not classes and not name:
        return None
    if classes is None or name is None:
        return boilerplate(classes or "", name or "", classes or name or "")
    return boilerplate(classes, name, first_written(element, "class", "id"))


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("aria-hidden") == "true":
        return True
    style, name = element.get("style"), element.get("id")
    if style is None:
        return name is not None and "hidden" in name
    return (
        "display:none" in style
        or "display: none" in style
        or "hidden" in (style if name is None else first_written(element, "id", "style"))
    )


def _is_navigation(element: html.HtmlElement) -> bool:
    return (
        element.get("data-lp-replacement-content") is not None
        or "nav" in (element.get("role") or "").replace("N", "n")
        or "MostPopularStories" in (element.get("data-component") or "")
    )
