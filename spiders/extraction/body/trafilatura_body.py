"""The part of a page that is its article: found by trafilatura, its fast mode in fewer steps (see
`article_search`). Only the figures of evaluation call it elsewhere (`trafilatura_as_is`).

Theory. trafilatura's fast mode (its own rules, without the comparison with readability and justext) is as
good as the default on news, at two thirds of the time, once the tree is pruned (see `prune`); it fails in two
ways that can be seen. It returns a part where the body is cut into several containers (see `scope`); then it
runs once more with these containers only, or with `div`s between the paragraphs written as such. And where it
finds no paragraphs, it returns the whole page as one block; then the slow mode decides. Measured on three
corpora (F1 of 4-grams, fast / with pruning and both repairs): 0.962 / 0.973, 0.913 / 0.944, 0.937 / 0.956.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from spiders.extraction.article_search.search import find_article
from spiders.extraction.body.asides import without_markers
from spiders.extraction.body.entry import missed_entry
from spiders.extraction.body.named_content import named_part
from spiders.extraction.body.rewritten import rewrite_missed
from spiders.extraction.body.scope import (
    BETWEEN,
    COMPLETE,
    Paragraph,
    missed_containers,
    missed_lead,
    paragraphs,
    squeezed,
    with_headings,
)
from spiders.extraction.body.stop_words import use_hashed_stop_words
from spiders.extraction.markup.blocks import blocks_of
from spiders.extraction.model import ExtractedBlock, ExtractionRules

Blocks = tuple[ExtractedBlock, ...]

FEW_CHARS = 100

_SLOW = Extractor(output_format="txt", comments=False)
"""How trafilatura is asked. With this format no text is made of the body: we read its elements."""

use_hashed_stop_words()


def trafilatura_blocks(tree: html.HtmlElement, rules: ExtractionRules, titles: Sequence[str] = ()) -> Blocks:
    """The article's blocks in reading order, markers among them; none where no text is found.

    `titles` are the forms of the page's title.
    """
    scope = selected(tree, rules)
    blocks, long = _searched(scope)
    if containers := missed_containers(long, _chars(blocks)):
        article = _document_of(with_headings(containers))
        blocks = max(blocks, _extracted(article, fast=True), key=_chars)
        if missed_containers(paragraphs(article, _squeezed(blocks)), _chars(blocks)):
            blocks = max(blocks, blocks_of(article), key=_chars)
    if _failed(blocks):
        slow = _extracted(scope, fast=False)
        blocks = slow if len(slow) > 1 or not blocks else blocks
    texts = _squeezed(blocks)
    entry = missed_entry(scope, titles, texts)
    found = blocks if entry is None else _of_entry(entry)
    if (named := named_part(scope, found)) is not None:
        return named
    if entry is not None:
        return found
    lead = missed_lead(scope, long, texts)
    return (*(ExtractedBlock("paragraph", text) for text in lead), *blocks)


def _searched(scope: html.HtmlElement) -> tuple[Blocks, list[Paragraph]]:
    """What the search finds, the tree being rewritten where it missed something; the long paragraphs."""
    blocks = _extracted(scope, fast=True)
    texts = _squeezed(blocks)
    long = paragraphs(scope, texts)
    if rewrite_missed(scope, long, texts):
        blocks = max(blocks, _extracted(scope, fast=True), key=_chars)
        long = paragraphs(scope, _squeezed(blocks))
    return blocks, long


def _of_entry(entry: html.HtmlElement) -> Blocks:
    """The blocks of a post: as searched, or all of it where the search finds little."""
    blocks = _extracted(_document_of([entry]), fast=True)
    everything = blocks_of(entry)
    return blocks if _chars(blocks) >= COMPLETE * _chars(everything) else everything


def selected(tree: html.HtmlElement, rules: ExtractionRules) -> html.HtmlElement:
    """The tree as the source's rules leave it; the same tree where there are none."""
    if not rules.prune and not rules.select:
        return tree
    scope = deepcopy(tree)
    for selector in rules.prune:
        for element in _matches(scope, selector):
            element.drop_tree()
    chosen = [element for selector in rules.select for element in _matches(scope, selector)]
    if not chosen:
        return scope
    return _document_of(chosen)


def _document_of(elements: list[html.HtmlElement]) -> html.HtmlElement:
    """A page that holds copies of these headings, quotes and containers' contents only."""
    article = html.Element("article")
    for element in elements:
        copied = deepcopy(element)
        article.extend([copied] if element.tag in BETWEEN else copied)
    body = html.Element("body")
    body.append(article)
    document = html.Element("html")
    document.append(body)
    return document


def _matches(tree: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    if selector.startswith(("/", ".//")):
        return [found for found in tree.xpath(selector) if isinstance(found, html.HtmlElement)]
    return list(tree.cssselect(selector))


def _extracted(tree: html.HtmlElement, fast: bool) -> Blocks:
    try:
        body = find_article(tree) if fast else _found_slowly(tree)
    except (RecursionError, ValueError):  # elements nested hundreds deep; characters that XML has not
        return ()
    return blocks_of(body) if body is not None else ()


def _found_slowly(tree: html.HtmlElement) -> etree._Element | None:
    document = bare_extraction(tree, options=_SLOW)
    return document.body if isinstance(document, Document) else None


def _failed(blocks: Blocks) -> bool:
    """Whether fast mode found next to nothing, or gave the page as one block."""
    own = sum(1 for block in blocks if without_markers(block.text))
    return own <= 1 or _chars(blocks) < FEW_CHARS


def _squeezed(blocks: Blocks) -> list[str]:
    return [squeezed(block.text) for block in blocks]


def _chars(blocks: Blocks) -> int:
    return sum(len(block.text) for block in blocks)
