"""The elements of a page's article, as trafilatura's fast mode finds them.

Theory. trafilatura (2.3.1, Apache 2.0) drops what its vocabulary of classes and ids knows to be beside the
article, takes the first element that is named as an article's, drops boilerplate and lists of links from it,
and goes through its elements; where that gives little, through all paragraphs of the page. Four tenths of its
time goes into searching for these words by XPath, each expression through all elements. Here the order of
steps is ours, the names are looked at once (`names`), and each element is handled by trafilatura's own
functions. What is found is the same, to the last element; `tests/spiders/test_article_search.py` compares
both. Where so little is found that trafilatura would try further ways, it is called as it is: on one page of
twenty.
"""

from __future__ import annotations

from typing import cast

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.core import ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE
from trafilatura.settings import MIN_DUPLICATE_LENGTH, TAG_CATALOG, Document, Extractor
from trafilatura.utils import SPACING_PROTECTED, text_chars_test
from trafilatura.xml import delete_element

from spiders.extraction.article_search.boilerplate import drop_boilerplate
from spiders.extraction.article_search.fill import fill
from spiders.extraction.article_search.frames import frames
from spiders.extraction.article_search.page_size import most_chars, shown_chars
from spiders.extraction.article_search.prepare import prepared
from spiders.extraction.article_search.recover import recover
from spiders.extraction.article_search.texts import squeezed

MIN_PARAGRAPH_CHARS = 750
"""Of all paragraphs of a page, under which a `div` with text counts as one."""

_FAST = Extractor(output_format="txt", fast=True, comments=False)
_TAGS = TAG_CATALOG | {"table", "td", "th", "tr"}
_PARAGRAPH_TEXTS = etree.XPath("//p//text()", smart_strings=False)


def find_article(tree: html.HtmlElement) -> etree._Element | None:
    """The article's elements in a `body`, in trafilatura's names of tags; none where there is no text.

    The tree is not changed.
    """
    page, elements = prepared(tree, _FAST)
    body, tags = _of_frames(page)
    if len(_text(body)) < _FAST.min_extracted_size:
        again, twins = prepared(tree, _FAST)
        pairs = zip(elements, twins, strict=True)
        recover(body, again, {twin for element, twin in pairs if element.tag == "done"}, tags, _FAST)
    if _is_little(_text(body), tree):
        document = bare_extraction(tree, options=_FAST)
        return document.body if isinstance(document, Document) else None
    _tidy(body)
    return body


def _of_frames(page: html.HtmlElement) -> tuple[etree._Element, set[str]]:
    """The body that the first good frame gives, and the tags that count as text."""
    body, tags = etree.Element("body"), set(_TAGS)
    for frame in frames(page):
        drop_boilerplate(frame)
        if not len(frame):
            continue
        if sum(map(len, cast("list[str]", _PARAGRAPH_TEXTS(frame)))) < MIN_PARAGRAPH_CHARS:
            tags.add("div")
        if fill(body, frame, tags, _FAST):
            break
    return body, tags


def _text(body: etree._Element) -> str:
    return " ".join(map(str, body.itertext())).strip()


def _is_little(text: str, tree: html.HtmlElement) -> bool:
    """Whether a text is so little, or so little of its page, that trafilatura looks for more."""
    if len(text) < _FAST.min_extracted_size:
        return True
    if len(text) >= ESCALATION_MAX_LENGTH or len(text) >= ESCALATION_PAGE_SHARE * most_chars(tree):
        return False
    return len(text) < ESCALATION_PAGE_SHARE * shown_chars(tree)


def _tidy(body: etree._Element) -> None:
    """Remove what repeats the element before it, elements that were taken, and blank lines."""
    previous = ""
    for element in list(body):
        text = squeezed(element)
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
