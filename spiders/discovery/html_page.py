"""A front page as a tree, and what of it was not read."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree, html

from spiders.encodings.bounded_markup import MAX_ATTRIBUTES
from spiders.encodings.page_markup import readable_markup

MAX_FRONT_BYTES = 3_000_000
_LIMIT = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_TOO_DEEP = "elements are nested more than 2,048 deep; what stands behind these was not read"
"""libxml2's own bound, behind which it gives up the rest of the document."""


@dataclass(frozen=True)
class HtmlPage:
    """The tree of a page; `notes` say what of it was left out."""

    root: html.HtmlElement
    notes: tuple[str, ...] = ()


def html_page(body: bytes) -> HtmlPage | None:
    """The page of the first MAX_FRONT_BYTES, within bounds; None where nothing can be read."""
    markup, elements = readable_markup(body[:MAX_FRONT_BYTES], None)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True)
    try:
        root = html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    notes = (
        f"only its first {MAX_FRONT_BYTES:,} bytes were read" if len(body) > MAX_FRONT_BYTES else "",
        f"{elements} elements had more than {MAX_ATTRIBUTES} attributes; the rest was cut"
        if elements
        else "",
        _TOO_DEEP if any(entry.type == _LIMIT for entry in parser.error_log) else "",
    )
    return HtmlPage(root, tuple(filter(None, notes)))
