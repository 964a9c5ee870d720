"""How much text a page shows, beside which trafilatura judges what it has found.

As `html2txt` of trafilatura 2.3.1 (`baseline.py`, `settings.py`, Apache 2.0) counts it, whose own pattern of
names is looked for in all elements by XPath.
"""

from __future__ import annotations

from copy import copy
from typing import cast

from lxml import etree, html
from trafilatura import html2txt
from trafilatura.xml import delete_element

from spiders.extraction.article_search.apart import drop_apart
from spiders.extraction.article_search.names import first_written, is_consent
from spiders.extraction.markup.leaves import text_of

_HIDDEN = frozenset({"aside", "fencedframe", "footer", "script", "style", "svg", "template"})
_COUNT = etree.XPath("count(.//*)")


def is_small_part(chars: int, share: float, tree: html.HtmlElement) -> bool:
    """Whether so many characters are less than this share of what the page shows.

    Most are seen not to be by the text of the whole page, in which spaces may come to stand around elements.
    """
    body = _body(tree)
    text, spaces = text_of(body), 2 * int(cast(float, _COUNT(body)))
    if chars >= share * (len(text) + spaces) or chars >= share * (len(" ".join(text.split())) + spaces):
        return False
    return chars < share * _shown_chars(tree)


def _shown_chars(tree: html.HtmlElement) -> int:
    """The characters of a page's text without footers, asides and banners about cookies."""
    page = copy(tree)
    drop_apart(page)
    for element in [element for element in _body(page).iterdescendants("*") if _is_left_out(element)]:
        delete_element(element)
    return len(html2txt(page, clean=False))


def _body(tree: html.HtmlElement) -> html.HtmlElement:
    body = tree.find(".//body")
    return tree if body is None else body


def _is_left_out(element: html.HtmlElement) -> bool:
    if element.tag in _HIDDEN:
        return True
    classes, name = element.get("class"), element.get("id")
    if not classes and not name:
        return False
    if element.tag == "div" and "footer" in first_written(element, "class", "id"):
        return True
    return is_consent(classes or "", name or "")
