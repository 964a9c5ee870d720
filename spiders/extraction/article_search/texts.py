"""The text of elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree, html

from spiders.extraction.markup.leaves import text_of


def single_spaced(element: etree._Element) -> str:
    """All text within an element, each white space being one space."""
    return " ".join(text_of(element).split())


def all_text(body: etree._Element) -> str:
    """All text within a body, the texts of its elements being apart."""
    return " ".join(cast("Iterator[str]", body.itertext())).strip()


def chars_in(element: html.HtmlElement) -> int:
    """The characters of an element's text, each white space being one."""
    return len(" ".join(text_of(element).split()))
