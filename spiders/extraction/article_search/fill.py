"""The elements of a frame, one after the other, as the body of an article.

As trafilatura 2.3.1 goes through them (`_extract` of `main_extractor.py`, Apache 2.0), whose handling of each
element is called.
"""

from __future__ import annotations

from lxml import etree, html
from trafilatura.htmlprocessing import process_node
from trafilatura.main_extractor import handle_textelem
from trafilatura.settings import INLINE_FORMATTABLE, Extractor
from trafilatura.utils import text_chars_test
from trafilatura.xml import delete_element

_HANDLED = frozenset({"list", "code", "quote", "head", "p", "lb", "hi", "ref", "del", "table", "div"})
"""Elements of other tags give nothing, and those that were taken are tagged `done`."""
_REBUILT = frozenset({"code", "quote", "list", "table"})
"""Elements that are copied when they are taken, and leave the text that follows them."""
_NOT_AT_THE_END = frozenset({"head", "ref"})
_IN_LINES = frozenset({"lb"})


def fill(body: etree._Element, frame: html.HtmlElement, tags: set[str], options: Extractor) -> bool:
    """Append what a frame holds to the body; whether that is enough for an article. Moves its elements.

    `tags` are those that count as text.
    """
    start = len(body)
    elements = _elements(frame, tags)
    lead = _paragraph(frame.text, options) if elements != [frame] else None
    for element in elements:
        if element.tag in _HANDLED and not _is_in(element, body):
            _take(body, element, tags, options)
    while len(body) and body[-1].tag in _NOT_AT_THE_END:
        delete_element(body[-1], keep_tail=False)
    if len(body) <= 1:
        return False
    if lead is not None:
        body.insert(start, lead)
    return True


def _elements(frame: html.HtmlElement, tags: set[str]) -> list[html.HtmlElement]:
    """All elements within a frame; the frame itself where it is one run of text."""
    elements = list(frame.iterdescendants("*"))
    inside = {element.tag for element in elements}
    in_lines = inside <= INLINE_FORMATTABLE | _IN_LINES and frame.tag == "div" and "div" in tags
    return [frame] if in_lines or inside == _IN_LINES else elements


def _take(body: etree._Element, element: html.HtmlElement, tags: set[str], options: Extractor) -> None:
    tag, tail = element.tag, element.tail  # change while it is handled
    taken = handle_textelem(element, tags, options)
    if taken is not None:
        body.append(taken)
        if not _is_in(element, body):
            element.tag = "done"
    if tag in _REBUILT and (taken is None or taken.tail is None):
        follows = _paragraph(tail, options)
        if follows is not None:
            body.append(follows)


def _paragraph(text: str | None, options: Extractor) -> etree._Element | None:
    """A text that stands in no element of its own as a paragraph."""
    if not text_chars_test(text):
        return None
    paragraph = etree.Element("p")
    paragraph.text = text
    found: etree._Element | None = process_node(paragraph, options)
    return found


def _is_in(element: etree._Element, body: etree._Element) -> bool:
    return element.getroottree().getroot() is body
