"""A page without what never belongs to an article, in trafilatura's names of tags.

As trafilatura 2.3.1 prepares it (`tree_cleaning` of `htmlprocessing.py`, Apache 2.0), whose conversion of
tags is called; but only tags that the page has are looked for.
"""

from __future__ import annotations

from copy import copy

from lxml import etree, html
from trafilatura.htmlprocessing import convert_tags, prune_html, recover_math
from trafilatura.settings import MANUALLY_CLEANED, MANUALLY_STRIPPED, Extractor
from trafilatura.xml import delete_element

from spiders.extraction.article_search.apart import drop_apart
from spiders.extraction.markup.leaves import text_of

_DROPPED = tuple(tag for tag in MANUALLY_CLEANED if tag != "form")
_LAYOUT = ("presentation", "none")


def prepared(tree: html.HtmlElement, options: Extractor) -> tuple[html.HtmlElement, list[html.HtmlElement]]:
    """A prepared copy, and all elements that it had before, in the order of the page: the same for each copy.

    Whoever holds the elements spares lxml to make their objects at every look.
    """
    page = copy(tree)
    elements = list(page.iter())
    drop_apart(page)
    cleaned = _cleaned(page, {element.tag for element in elements}, options.focus == "recall")
    if cleaned is not page:
        elements = list(cleaned.iter())
    return convert_tags(cleaned, options), elements


def _cleaned(page: html.HtmlElement, tags: set[str], keeps_paragraphs: bool) -> html.HtmlElement:
    """The page without elements that hold no text of an article, by their tags.

    `keeps_paragraphs`: they stay where no paragraph would be left. Then it is another page.
    """
    if "math" in tags:
        recover_math(page)
    for figure in page.iter("figure"):
        if next(figure.iterdescendants("table"), None) is not None:
            figure.tag = "div"
    for table in page.iter("table"):
        if table.get("role") in _LAYOUT:
            table.tag = "div"
    etree.strip_tags(page, *MANUALLY_STRIPPED)
    before = copy(page) if keeps_paragraphs and _are_paragraphs_dropped(page) else None
    for tag in _DROPPED:
        if tag in tags:
            for element in page.iter(tag):  # ends within one that holds another, as trafilatura's loop does
                delete_element(element)
    if before is not None and next(page.iter("p"), None) is None:
        page = before
    if "form" in tags:
        _drop_forms(page)
    prune_html(page)
    return page


def _are_paragraphs_dropped(page: html.HtmlElement) -> bool:
    """Whether all paragraphs stand in what is dropped."""
    paragraphs = list(page.iter("p"))
    return bool(paragraphs) and all(
        next(paragraph.iterancestors(*_DROPPED), None) is not None for paragraph in paragraphs
    )


def _drop_forms(page: html.HtmlElement) -> None:
    """Drop forms, but for one that holds most of the text, as systems put around a whole page."""
    chars = len(text_of(page))
    for form in list(page.iter("form")):
        if chars and len(text_of(form)) > chars / 2:
            form.tag = "div"
        else:
            delete_element(form)
