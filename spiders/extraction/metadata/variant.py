"""Whether a page says of itself that it is a form of another page: AMP, or made for printing.

AMP pages must mark their root element with `amp` or a lightning bolt (amp.dev, AMP HTML specification).
Pages for printing state nothing as reliably, but many open the print dialogue as soon as they are loaded,
and a story does not. A page with neither stays on its own, which costs a second row.
"""

from __future__ import annotations

import re

from lxml import html

_AMP = frozenset({"amp", "\N{HIGH VOLTAGE SIGN}", "\N{HIGH VOLTAGE SIGN}\N{VARIATION SELECTOR-16}"})
_PRINTS = re.compile(r"(^|[^\w.])(window\.|self\.)?print\(\)")


def variant_of(tree: html.HtmlElement) -> str | None:
    """amp, print, or None for a page that says neither."""
    root = tree.getroottree().getroot()
    if _AMP.intersection(map(str, root.attrib)):
        return "amp"
    loads = (body.get("onload") for body in tree.iter("body"))
    return "print" if _PRINTS.search(next(filter(None, loads), "")) else None
