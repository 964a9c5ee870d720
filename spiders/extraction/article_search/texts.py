"""The text of elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree, html


def squeezed(element: etree._Element) -> str:
    """All text within an element, each white space being one space."""
    return " ".join("".join(cast("Iterator[str]", element.itertext())).split())


def chars_in(element: html.HtmlElement) -> int:
    """The characters of an element's text, each white space being one."""
    return len(" ".join(element.text_content().split()))
