"""One search through a page: its best frame, and where that holds little, all its paragraphs.

As trafilatura 2.3.1 does it (`extract_content` of `main_extractor.py`, Apache 2.0).
"""

from __future__ import annotations

from typing import cast

from lxml import etree, html
from trafilatura.settings import MIN_DUPLICATE_LENGTH, TAG_CATALOG, Extractor
from trafilatura.utils import SPACING_PROTECTED, text_chars_test
from trafilatura.xml import delete_element

from spiders.extraction.article_search.boilerplate import drop_boilerplate
from spiders.extraction.article_search.fill import fill
from spiders.extraction.article_search.frames import frames
from spiders.extraction.article_search.prepare import prepared
from spiders.extraction.article_search.recover import recover
from spiders.extraction.article_search.texts import all_text, single_spaced

MIN_PARAGRAPH_CHARS = 750
"""Of all paragraphs of a page, under which a `div` with text counts as one."""

_TAGS = TAG_CATALOG | {"table", "td", "th", "tr"}
_PARAGRAPH_TEXTS = etree.XPath("//p//text()", smart_strings=False)


def collect(tree: html.HtmlElement, options: Extractor) -> tuple[etree._Element, str]:
    """What is found, in a `body`, and its text before repeated elements were dropped. The tree stays."""
    page, elements = prepared(tree, options)
    body, tags = etree.Element("body"), set(_TAGS)
    is_touched = False
    for frame in frames(page):
        is_touched = True
        drop_boilerplate(frame, with_teasers=options.focus != "recall")
        if len(frame) and _fill(body, frame, tags, options):
            break
    text = all_text(body)
    if len(text) < options.min_extracted_size:
        whole, twins = prepared(tree, options) if is_touched else (page, elements)
        pairs = zip(elements, twins, strict=True)
        recover(body, whole, {twin for element, twin in pairs if element.tag == "done"}, tags, options)
        text = all_text(body)
    _tidy(body)
    return body, text


def _fill(body: etree._Element, frame: html.HtmlElement, tags: set[str], options: Extractor) -> bool:
    """Append what a frame holds; whether that is enough. Adds `div` to the tags where paragraphs are few."""
    if sum(map(len, cast("list[str]", _PARAGRAPH_TEXTS(frame)))) < MIN_PARAGRAPH_CHARS:
        tags.add("div")
    return fill(body, frame, tags, options)


def _tidy(body: etree._Element) -> None:
    """Remove what repeats the element before it, elements that were taken, and blank lines."""
    previous = ""
    for element in list(body):
        text = single_spaced(element)
        if text == previous and len(text) > MIN_DUPLICATE_LENGTH:
            delete_element(element, keep_tail=False)
        else:
            previous = text
    etree.strip_elements(body, "done")
    etree.strip_tags(body, "div")
    for line in body.iter("lb"):
        if line.tail and not text_chars_test(line.tail) and not _is_code(line):
            line.tail = None


def _is_code(element: etree._Element) -> bool:
    return any(around.tag in SPACING_PROTECTED for around in element.iterancestors())
