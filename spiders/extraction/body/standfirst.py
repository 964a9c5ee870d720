"""The standfirst of an article where it stands outside of the article's container.

Theory. A standfirst is part of the article, and most systems state it as the description of the page too.
So where the text that was found lacks a description that the page shows word for word, in an element or in
several one after the other, these are put before the text. Words are compared without signs and spaces:
page and description differ in quotation marks, and long descriptions end in dots. The outermost element
that shows it and little else is read, for a standfirst may have paragraphs of its own. Known exceptions: a
description written for search engines is shown nowhere, so that a standfirst in other words is not found. A
mistake costs a line too many at the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import html

from spiders.extraction.body.asides import without_markers
from spiders.extraction.markup.blocks import blocks_of
from spiders.extraction.markup.leaves import text_of
from spiders.extraction.model import ExtractedBlock

Blocks = tuple[ExtractedBlock, ...]

MIN_LETTERS = 35
START_LETTERS = 50
"""Letters by which an element is recognised before it is read."""
BLOCK_LETTERS = 20
MUCH_LONGER = 1.5
MAX_DESCRIPTIONS = 5

_SHOWN = ("p", "div", "h2", "h3", "h4", "span", "li")
_APART = frozenset({"aside", "footer", "nav", "a", "li"})
_LETTER = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W_]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
"""The signs of ASCII, to which most texts are confined."""


def standfirst(tree: html.HtmlElement, descriptions: Iterable[str], known: Blocks) -> Blocks:
    """The blocks in which a page shows a stated description that its text lacks; mostly none."""
    stated = [text for text in dict.fromkeys(map(_letters, descriptions)) if len(text) >= MIN_LETTERS]
    have = "".join(_letters(block.text) for block in known) if stated else ""
    wanted = [text for text in stated if text not in have][:MAX_DESCRIPTIONS]
    if not wanted:
        return ()
    for element in tree.iter(*_SHOWN):
        if not _begins(element, wanted) or _is_apart(element):
            continue
        for text in wanted:
            blocks = _blocks(_parts(element, text), text)
            lacking = tuple(block for block in blocks if _letters(block.text) not in have)
            if sum(len(_letters(block.text)) for block in lacking) >= MIN_LETTERS:
                return lacking
    return ()


def _begins(element: html.HtmlElement, wanted: Sequence[str]) -> bool:
    """Whether the first text of an element begins a wanted one; cheap: called for every element."""
    text = _first_text(element)[: 2 * START_LETTERS]
    letter = _LETTER.search(text)
    if letter is None or not any(begun.startswith(letter[0].casefold()) for begun in wanted):
        return False
    start = _letters(text)[:START_LETTERS]
    return any(begun.startswith(start) for begun in wanted)


def _first_text(element: html.HtmlElement) -> str:
    """The text that an element or its first descendants begin with."""
    while not element.text or element.text.isspace():
        if not len(element):
            return ""
        element = element[0]
    return str(element.text)


def _parts(element: html.HtmlElement, wanted: str) -> list[html.HtmlElement]:
    """The element and those that follow it, as far as they show the wanted text; none where it does not."""
    shown = _letters(text_of(element))
    if len(shown) > MUCH_LONGER * len(wanted) or not wanted.startswith(shown[:START_LETTERS]):
        return []
    parts = [element]
    while (following := parts[-1].getnext()) is not None:
        longer = shown + _letters(text_of(following))
        if longer == shown or not wanted.startswith(longer):
            break
        shown = longer
        parts.append(following)
    return parts


def _blocks(parts: Iterable[html.HtmlElement], wanted: str) -> Iterator[ExtractedBlock]:
    """The parts' blocks that begin within the wanted text: it may be cut short within the last one."""
    for block in (block for part in parts for block in blocks_of(part)):
        letters = _letters(text := without_markers(block.text))
        if letters and letters[:BLOCK_LETTERS] in wanted:
            yield replace(block, kind="paragraph", text=text)


def _is_apart(element: html.HtmlElement) -> bool:
    return any(ancestor.tag in _APART for ancestor in element.iterancestors())


def _letters(text: str) -> str:
    if text.isascii():
        return text.lower().encode().translate(None, _NO_LETTERS).decode()
    return "".join(_LETTERS.findall(text.casefold()))
