"""The text of elements, most of which hold no other: a link, a date, a name."""

from __future__ import annotations

from lxml import html


def text_of(element: html.HtmlElement) -> str:
    """All text within an element, as `text_content`, which is ten times dearer where nothing is nested."""
    return element.text_content() if len(element) else element.text or ""


def says(*texts: str | None) -> bool:
    """Whether one of these texts is more than white space."""
    return any(text and not text.isspace() for text in texts)


def is_shorter(element: html.HtmlElement, chars: int) -> bool:
    """Whether an element's text has fewer characters than so many; no more of it is read than tells it."""
    left = chars
    for text in element.itertext() if len(element) else (element.text or "",):
        left -= len(text)
        if left <= 0:
            return False
    return True
