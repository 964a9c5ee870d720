"""Bytes to one tree, within bounds.

Theory. libxml2 drops what follows a character that XML forbids, and lxml refuses such characters in text:
one `&#1;` makes a whole page come back empty. So they are removed before the parse, whether written
as characters or as references. A page states its charset in up to four places that often disagree;
bytes that are nearly all UTF-8 and not plain ASCII are UTF-8 whatever is stated (a text in another charset
passes by chance almost never), otherwise the order of browsers holds (w3lib), with Windows-1252 at its end.
A mistake here costs the article, or its accented letters; a bound costs only pages that are no articles.
"""

from __future__ import annotations

import re

from lxml import etree, html
from lxml.etree import ParserError, XMLSyntaxError
from w3lib.encoding import html_to_unicode

from spiders.extraction.model import Refusal

MAX_BODY_BYTES = 20_000_000
MAX_ELEMENTS = 60_000
MAX_DEPTH = 1_000

BROKEN = "\ufffd"
BROKEN_SHARE = 10

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,10}));?", re.IGNORECASE)
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)


def decode(body: bytes, content_type: str | None) -> str:
    """The page as text, without characters that XML forbids; undecodable bytes become U+FFFD."""
    text = body.decode("utf-8-sig", "replace")
    if not _is_utf8(text):
        _, text = html_to_unicode(content_type, body, default_encoding="cp1252")
    return _REFERENCE.sub(_checked_reference, _FORBIDDEN.sub("", text))


def parse(body: bytes, content_type: str | None) -> html.HtmlElement | Refusal:
    """The page's tree, without comments; or why there is none."""
    if len(body) > MAX_BODY_BYTES:
        return Refusal("too_large", f"{len(body):,} bytes, at most {MAX_BODY_BYTES:,} are read")
    text = _PROLOGUE.sub("", decode(body, content_type))
    if not _TAG.search(text):
        return Refusal("not_html", "no tag in the page")
    try:
        tree = html.document_fromstring(text.encode(), parser=_parser())
    except (ParserError, XMLSyntaxError, ValueError) as error:
        return Refusal("not_html", f"no tree: {error}")
    elements, depth = _shape(tree)
    if elements > MAX_ELEMENTS:
        return Refusal("too_large", f"{elements:,} elements, at most {MAX_ELEMENTS:,} are read")
    if depth > MAX_DEPTH:
        return Refusal("too_deep", f"elements nested {depth:,} deep, at most {MAX_DEPTH:,} are read")
    return tree


def _shape(tree: html.HtmlElement) -> tuple[int, int]:
    """How many elements a tree has, and how deep they are nested."""
    elements = depth = level = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            level -= 1
            continue
        elements += 1
        level += 1
        depth = max(depth, level)
    return elements, depth


def _is_utf8(text: str) -> bool:
    """Whether a text, decoded as UTF-8, has characters beyond ASCII, of which at most a tenth broke."""
    broken = text.count(BROKEN)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > 0 and broken * BROKEN_SHARE <= beyond_ascii


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def _checked_reference(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    forbidden = number > 0x10FFFF or number == 0 or _FORBIDDEN.match(chr(number))
    return "" if forbidden else found[0]
