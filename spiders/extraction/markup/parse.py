"""Bytes to one tree, within bounds. A bound costs only pages that are no articles."""

from __future__ import annotations

import re

from lxml import etree, html
from lxml.etree import ParserError, XMLSyntaxError

from spiders.encodings.page_markup import readable_markup
from spiders.extraction.model import Refusal
from warehouse.values import RejectionReason

MAX_BODY_BYTES = 20_000_000
MAX_ELEMENTS = 60_000
MAX_DEPTH = 1_000

_COUNT = etree.XPath("count(//*)")
_IS_DEEP = etree.XPath(f"boolean(//*[count(ancestor::*) > {MAX_DEPTH}])")
_MAY_BE_DEEP = etree.XPath(f"boolean({'/*' * 100})")
"""Whether elements are nested a hundred deep, as on hardly any page: a fifth of the time of the other."""

_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
"""lxml.html calls Python for the class of every element that is touched, to tell forms from the rest."""

_TAG = re.compile(rb"<[a-z!/]", re.IGNORECASE)


def parse(body: bytes, content_type: str | None) -> html.HtmlElement | Refusal:
    """The page's tree, without comments; or why there is none."""
    if len(body) > MAX_BODY_BYTES:
        return Refusal(RejectionReason.TOO_LARGE, f"{len(body):,} bytes, at most {MAX_BODY_BYTES:,} are read")
    data, _ = readable_markup(body, content_type)
    if not _TAG.search(data):
        return Refusal(RejectionReason.NOT_HTML, "no tag in the page")
    try:
        tree = html.document_fromstring(data, parser=_parser())
    except (ParserError, XMLSyntaxError, ValueError) as error:
        return Refusal(RejectionReason.NOT_HTML, f"no tree: {error}")
    elements = int(float(str(_COUNT(tree))))
    if elements > MAX_ELEMENTS:
        return Refusal(RejectionReason.TOO_LARGE, f"{elements:,} elements, at most {MAX_ELEMENTS:,} are read")
    if _MAY_BE_DEEP(tree) and _IS_DEEP(tree):
        return Refusal(RejectionReason.TOO_DEEP, f"elements nested more than {MAX_DEPTH:,} deep")
    return tree


def _parser() -> html.HTMLParser:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    return parser
