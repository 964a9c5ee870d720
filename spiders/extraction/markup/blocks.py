"""An article's elements to blocks: headings, paragraphs, list items, quotes, tables, code.

A line without a letter or a digit ("___", "* * *") is a thematic break that was typed (HTML has `hr` for it,
which is no text either), and no block.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.model import ExtractedBlock

_KINDS = {"head": "heading", "item": "list_item", "quote": "quote", "code": "code", "row": "table"}
_HTML_KINDS = {f"h{level}": "heading" for level in range(1, 7)} | {"li": "list_item", "blockquote": "quote"}
_BREAKS = ("lb", "br")
_BOUNDARIES = frozenset({"p", "div", "list", "ul", "ol", "table", "tbody", "section", *_KINDS, *_HTML_KINDS})


def blocks_of(body: etree._Element) -> tuple[ExtractedBlock, ...]:
    """Blocks in reading order. A line break ends a block; nested blocks take the kind of the innermost."""
    return tuple(_walk(body, "paragraph"))


def _walk(element: etree._Element, kind: str) -> Iterator[ExtractedBlock]:
    run = _Run(kind)
    run.add(element.text)
    for child in element:
        if child.tag in _BREAKS:
            yield from run.end()
        elif child.tag in _BOUNDARIES:
            yield from run.end()
            yield from _walk(child, _kind(child, kind)) if len(child) else _leaf(child, _kind(child, kind))
        elif _has_blocks(child):
            yield from run.end()
            yield from _walk(child, "paragraph" if child.tag == "cell" else kind)
        elif child.tag == "cell":
            run.add_all(child)
            run.add(" ")
        else:
            run.add_all(child)
        run.add(child.tail)
    yield from run.end()


def _leaf(element: etree._Element, kind: str) -> Iterator[ExtractedBlock]:
    """The block of an element that holds no other, as most paragraphs are."""
    run = _Run(kind)
    run.add(element.text)
    return run.end()


def _has_blocks(element: etree._Element) -> bool:
    """Whether an inline element, or the cell of a table that only lays out the page, holds blocks."""
    return any(inner.tag in _BOUNDARIES or inner.tag in _BREAKS for inner in element.iterdescendants())


def _kind(element: etree._Element, outer: str) -> str:
    kind = _KINDS.get(element.tag) or _HTML_KINDS.get(element.tag)
    return kind or (outer if outer in ("quote", "list_item") else "paragraph")


class _Run:
    """Text gathered until a block ends."""

    def __init__(self, kind: str):
        self._kind = kind
        self._parts: list[str] = []
        self._linked = 0

    def add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)

    def add_all(self, element: etree._Element) -> None:
        self._parts.append(text_of(element))
        self._linked += sum(len(text_of(ref)) for ref in element.iter("ref", "a"))

    def end(self) -> Iterator[ExtractedBlock]:
        text = _tidy("".join(self._parts), self._kind)
        if any(map(str.isalnum, text)):
            yield ExtractedBlock(self._kind, text, round(min(1.0, self._linked / len(text)), 3))
        self._parts, self._linked = [], 0


def _tidy(text: str, kind: str) -> str:
    if kind == "code":
        return text.strip("\n")
    return " ".join(text.split())
