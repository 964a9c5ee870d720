"""Text from a field of a feed that may hold HTML."""

from __future__ import annotations

import re

from lxml import etree, html

from spiders.encodings.bounded_markup import bounded

_MARKUP = re.compile(r"<[A-Za-z/!]|&[#A-Za-z]")
_MOST_CHARS = 20_000


def plain_text(value: object) -> str | None:
    """The text of a field without tags, entities read; None for anything but text."""
    if not isinstance(value, str):
        return None
    text = value[:_MOST_CHARS]
    if not _MARKUP.search(text):
        return text
    markup = bounded(text.encode("utf-8", "replace"))[0].decode()
    try:
        return str(html.fragment_fromstring(markup, create_parent="div").text_content())
    except (etree.LxmlError, ValueError):
        return text
