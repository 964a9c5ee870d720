"""HTML within bounds before it is parsed: no element has more than MAX_ATTRIBUTES.

Theory. libxml2 compares every attribute of an HTML element with all before it: 10,000 in one element take
0.3 s, 20,000 take 1.3 s, 40,000 take 25 s. Hardly a real element has more than thirty. Where a quotation
mark or a `>` is missing, the words up to the next one become attributes, some dozens, which no reader sees.
The rule: what stands in a tag behind that number is cut out of it, and the page is read like any other.
Scripts, styles and comments are passed over. A mistake costs such words.
The depth of elements needs no scan: libxml2 ends at 2,048 by itself, with all that comes behind. Whoever
parses looks for that (`spiders.discovery.html_page`, `spiders.extraction.markup.parse`).
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 256

_ATTRIBUTE = rb"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_NAME = rb"[a-z][^\s/>]*+"
_ATTRIBUTES = rb"(?:%b){0,%d}+" % (_ATTRIBUTE, MAX_ATTRIBUTES)
_ORDINARY = rb"[^<]++|<(?!!--|[a-z])|<(?!(?:script|style)(?:[\s/>]|\Z))%b%b(?!%b)" % (
    _NAME,
    _ATTRIBUTES,
    _ATTRIBUTE,
)
_MARKUP = re.compile(
    rb"(?:%b)*+(?:<(?:(?P<comment>!--)|(?P<name>%b)%b(?P<excess>(?:%b)*+)))?"
    % (_ORDINARY, _NAME, _ATTRIBUTES, _ATTRIBUTE),
    re.IGNORECASE,
)
"""Text and tags that are nothing special, as nearly all are; then the first comment, script or excess."""
_ENDS = {
    b"script": re.compile(rb"</script", re.IGNORECASE),
    b"style": re.compile(rb"</style", re.IGNORECASE),
}
_COMMENT_END = re.compile(rb"--!?>")


def bounded(markup: bytes) -> tuple[bytes, int]:
    """HTML in an encoding that has ASCII's bytes, and the number of elements of which attributes were cut."""
    kept, elements = [], 0
    copied = position = 0
    while position < len(markup) and (found := _MARKUP.match(markup, position)):
        if found["excess"]:
            kept.append(markup[copied : found.start("excess")])
            copied = found.end()
            elements += 1
        position = _behind(found, markup)
    return (b"".join([*kept, markup[copied:]]), elements) if elements else (markup, 0)


def _behind(found: re.Match[bytes], markup: bytes) -> int:
    """Where the next tag may begin: behind a whole comment, script or style."""
    end = _COMMENT_END if found["comment"] else _ENDS.get((found["name"] or b"").lower())
    if end is None:
        return found.end()
    closing = end.search(markup, found.start("comment") + 1 if found["comment"] else found.end())
    return closing.end() if closing else len(markup)
