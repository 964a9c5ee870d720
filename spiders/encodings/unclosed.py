"""Close what a page left open although everything after it would be swallowed.

Theory. The content of some elements is no markup until their closing tag comes: a `<title>` or `<textarea>`
whose closing tag is missing, misspelt or cut off by a failed template takes the whole article along, and a
parser that does as the standard says gives an empty page (8 of 621 pages of 2008). Browsers of that time
showed these pages, so nobody noticed. A title holds no tags; so one that does ends before the first. Of the
others the last one counts: without a closing tag after it, it ends where it began. An open comment stays
one, as in browsers. A mistake gives back a form's text or a script's as text of the page, which is then not
part of an article.
"""

from __future__ import annotations

import re

_TITLE = re.compile(rb"<title\b[^>]{0,200}>", re.IGNORECASE)
_TITLE_END = re.compile(rb"</title\s*>", re.IGNORECASE)
_MARKUP = re.compile(
    rb"</?(?:html|head|body|meta|link|script|style|base|div|table|t[rdh]|p|br|img|a|span|font|center|h[1-6]|title)"
    rb"(?:[^a-z0-9][^>]{0,2000})?>|<!--",
    re.IGNORECASE,
)
_NAMES = (b"textarea", b"iframe", b"noframes", b"xmp", b"style", b"script")
_SWALLOWING = tuple(
    (re.compile(rb"<" + name + rb"\b[^>]{0,2000}>", re.IGNORECASE), b"</" + name, name) for name in _NAMES
)
_OPENED = re.compile(b"<(%b)" % b"|".join(_NAMES))


def closed(data: bytes) -> bytes:
    """The page with closing tags where one is missing and the rest of the page would be swallowed."""
    data = _with_closed_title(data)
    lower = data.lower()
    opened = set(_OPENED.findall(lower))
    for opening, end, name in _SWALLOWING:
        start = lower.rfind(b"<" + name) if name in opened else -1
        if start < 0 or lower.find(end, start) >= 0:
            continue
        if found := opening.match(data, start):
            data = data[: found.end()] + end + b">" + data[found.end() :]
            lower = data.lower()
    return data


def _with_closed_title(data: bytes) -> bytes:
    title = _TITLE.search(data)
    if title is None:
        return data
    end = _TITLE_END.search(data, title.end())
    markup = _MARKUP.search(data, title.end(), end.start() if end else len(data))
    if markup is None:
        return data
    return data[: markup.start()] + b"</title>" + data[markup.start() :]
