"""What of the extracted blocks is no text of the article, and what belongs before them: as the page states.

Theory. A page states its title, often its standfirst (as description) and sometimes its whole body
(JSON-LD `articleBody`, on 10 to 25 % of news pages). The title stands in a field of its own, so a heading
that repeats it is left out, even with a kicker run into it. A standfirst is part of the article but often
stands outside of its container: it is put first when the page shows it, word for word, in an element. A
stated body is often cut short; it is believed only as a witness of what does not belong: when it ends
where a block of the extraction ends and knows most of the extraction, then what it does not know at all is
`foreign`, headings excepted, and what stands before the first block that it knows (a standfirst).
A quote that other paragraphs have word for word is pulled out of them. A mistake costs a heading or a
paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lxml import html

from spiders.extraction.model import APART, ExtractedBlock
from spiders.extraction.scope import squeezed

Blocks = tuple[ExtractedBlock, ...]

GRAM = 4
MIN_STATED_WORDS = 60
KNOWN_SHARE = 0.75
UNKNOWN_BLOCK = 0.3
MIN_STANDFIRST_CHARS = 40
MIN_TITLE_CHARS = 20
MIN_PULLED_CHARS = 30
MOST_BLOCKS = 1_000
HEAD_BLOCKS = 3
START_CHARS = 60

_WORD = re.compile(r"\w+")
_SHOWN = ("p", "div", "h2", "h3", "h4", "span", "li")
_INLINE = frozenset({"strong", "b", "em", "i", "span", "a", "font"})
_APART = frozenset({"aside", "footer", "nav", "a", "li"})


def without_titles(blocks: Blocks, titles: Iterable[str]) -> Blocks:
    """Blocks that do not repeat one of these titles."""
    known = {_plain(title) for title in titles} - {""}
    long = tuple(title for title in known if len(title) >= MIN_TITLE_CHARS)
    return tuple(
        block
        for index, block in enumerate(blocks)
        if (text := _plain(block.text)) not in known
        and not (block.kind == "heading" and index < HEAD_BLOCKS and text.endswith(long))
    )


def with_strangers_apart(blocks: Blocks, stated_body: str | None) -> Blocks:
    """The blocks, those of kind `foreign` that a complete stated body does not know."""
    stated = _WORD.findall((stated_body or "").casefold())
    if len(stated) < MIN_STATED_WORDS:
        return blocks
    words = [_WORD.findall(block.text.casefold()) if _is_judged(block) else [] for block in blocks]
    if not any(own[-GRAM:] == stated[-GRAM:] for own in words):
        return blocks
    known = _grams(stated)
    shares = [_share(own, known) for own in words]
    total = sum(map(len, words))
    if sum(share * len(own) for share, own in zip(shares, words, strict=True)) < KNOWN_SHARE * total:
        return blocks
    first = next(index for index, own in enumerate(words) if own and shares[index] >= UNKNOWN_BLOCK)
    return tuple(
        replace(block, kind="foreign") if index > first and shares[index] < UNKNOWN_BLOCK else block
        for index, block in enumerate(blocks)
    )


def with_pull_quotes_apart(blocks: Blocks) -> Blocks:
    """The blocks, those of kind `pull_quote` that quote another block of the same text."""
    own = [_plain(block.text) for block in blocks if block.kind not in APART]
    return tuple(
        replace(block, kind="pull_quote")
        if block.kind == "quote" and _is_within_another(block, own)
        else block
        for block in blocks
    )


def _is_within_another(block: ExtractedBlock, texts: Sequence[str]) -> bool:
    text = _plain(block.text)
    return len(text) >= MIN_PULLED_CHARS and any(
        text in other and text != other for other in texts[:MOST_BLOCKS]
    )


def _is_judged(block: ExtractedBlock) -> bool:
    return block.kind != "heading" and block.kind not in APART


def standfirst(tree: html.HtmlElement, descriptions: Iterable[str], blocks: Blocks) -> str | None:
    """The text of an element that shows a stated description which the blocks lack."""
    have = squeezed(" ".join(block.text for block in blocks)).casefold()
    stated = [squeezed(text).casefold() for text in descriptions]
    wanted = [text for text in stated if len(text) >= MIN_STANDFIRST_CHARS and text[:START_CHARS] not in have]
    if not wanted:
        return None
    for element in tree.iter(*_SHOWN):
        if _may_show(element, wanted) and _shows(element, wanted):
            return " ".join(element.text_content().split())
    return None


def _may_show(element: html.HtmlElement, wanted: Sequence[str]) -> bool:
    """Whether the first text of an element begins a wanted one; cheap, since every element is asked."""
    first = element.text if element.text and not element.text.isspace() else _first_inline(element)
    start = squeezed((first or "")[: 2 * START_CHARS]).casefold()[:START_CHARS]
    return bool(start) and any(text.startswith(start) for text in wanted)


def _first_inline(element: html.HtmlElement) -> str | None:
    return element[0].text if len(element) and element[0].tag in _INLINE else None


def _shows(element: html.HtmlElement, wanted: Sequence[str]) -> bool:
    shown = squeezed(element.text_content()).casefold()
    if not any(
        shown[:START_CHARS] == text[:START_CHARS] and len(shown) <= 1.5 * len(text) for text in wanted
    ):
        return False
    return not any(ancestor.tag in _APART for ancestor in element.iterancestors())


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(GRAM)), strict=False))


def _share(words: Sequence[str], known: set[tuple[str, ...]]) -> float:
    """Share of a block's 4-grams that are known; of a block under four words, all."""
    own = _grams(words)
    return len(own & known) / len(own) if own else 1.0


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
