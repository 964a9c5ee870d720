"""The lines that a page shows, in reading order, and which of them is the headline of its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from lxml import html

from spiders.extraction.markup.leaves import texts_of

MAX_LINE = 120
MAX_LINES = 4_000
START_CHARS = 20
"""Characters of a line that are looked at before all of it is compared with a title."""

_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "option"})
_INLINE = frozenset(
    (
        *("a", "b", "i", "em", "strong", "span", "br", "img", "abbr", "small", "sup", "sub", "u", "font"),
        *("time", "date", "cite", "address", "bdi", "label", "svg", "use", "path"),
    )
)


class ShownLine(NamedTuple):
    """A short piece of a page, in reading order; `headline` and `long` tell what stands in it."""

    element: html.HtmlElement
    text: str
    is_long: bool


def lines_of(tree: html.HtmlElement) -> Iterator[ShownLine]:
    """The elements that hold no other lines, in reading order, and loose texts between such."""
    body = tree.find("body")
    stack: list[tuple[html.HtmlElement, str | None]] = [] if body is None else [(body, None)]
    for _ in range(MAX_LINES):
        if not stack:
            return
        element, loose = stack.pop()
        is_leaf = loose is not None or not len(element)
        if not is_leaf and _holds_lines(element):
            stack.extend(_parts(element))
        elif element.tag not in _UNSEEN:
            text = (loose or element.text or "") if is_leaf else " ".join(texts_of(element))
            if text := " ".join(text.split()):
                yield ShownLine(element, text, len(text) > MAX_LINE)


def _holds_lines(element: html.HtmlElement) -> bool:
    """Whether an element holds others than those of a line; mostly its first one is such."""
    return element[0].tag not in _INLINE or any(one.tag not in _INLINE for one in element.iterdescendants())


def _parts(element: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str | None]]:
    """What an element holds, the last first: its children, and the texts between them."""
    for child in reversed(element):
        if (child.tail or "").strip():
            yield element, child.tail
        yield child, None
    if (element.text or "").strip():
        yield element, element.text


def headline_index(lines: Sequence[ShownLine], titles: Sequence[str]) -> int | None:
    """The line that is one of these titles, in a heading where there is one; else the longest main heading.

    Of several the longest, too: a title may begin with the site's name, which stands in a heading as well.
    """
    known = {_letters(title) for title in titles} - {""}
    same = [index for index, line in enumerate(lines) if _is_one_of(known, line.text)]
    among = [index for index in same if _heading(lines[index].element)]
    if same and not among:
        return same[0]
    headings = among or [index for index, line in enumerate(lines) if _heading(line.element) == "h1"]
    return min(headings, key=lambda index: -len(lines[index].text), default=None)


def _is_one_of(known: Set[str], text: str) -> bool:
    """Whether a text has the letters of one of these; most are told by the way in which they begin."""
    first = text[:1].casefold()
    if first.isalnum() and not any(title.startswith(first) for title in known):
        return False
    start = _letters(text[:START_CHARS])
    return any(title.startswith(start) for title in known) and _letters(text) in known


def _heading(element: html.HtmlElement) -> str | None:
    """The heading that a line is, holds alone, or stands in."""
    for one in (
        element,
        *element.iterancestors("h1", "h2", "h3"),
        *element.iterdescendants("h1", "h2", "h3"),
    ):
        if one.tag in ("h1", "h2", "h3"):
            return str(one.tag)
    return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
