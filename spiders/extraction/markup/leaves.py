"""The text of elements, most of which hold no other: a link, a date, a name.

lxml's own `itertext` makes an event of each element's start and end, and takes three times as long.
"""

from __future__ import annotations

from typing import cast

from lxml import etree

_TEXTS = etree.XPath("descendant::text()", smart_strings=False)


def text_of(element: etree._Element) -> str:
    """All text within an element, as `text_content`, which is ten times dearer where nothing is nested."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def texts_of(element: etree._Element) -> list[str]:
    """The texts within an element of a page as it was parsed, each between two tags, in reading order.

    Where elements were taken out of a page, what stood around them is several texts.
    """
    if not len(element):
        return [element.text] if element.text else []
    return cast("list[str]", _TEXTS(element))


def spaced_text(element: etree._Element) -> str:
    """All text within an element of a page as it was parsed, with one space between words and tags."""
    return " ".join(" ".join(texts_of(element)).split())


def says(*texts: str | None) -> bool:
    """Whether one of these texts is more than white space."""
    return any(text and not text.isspace() for text in texts)


def is_shorter(element: etree._Element, chars: int) -> bool:
    """Whether an element's text has fewer characters than so many."""
    return len(text_of(element)) < chars
