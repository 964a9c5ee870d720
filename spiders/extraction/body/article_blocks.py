"""A page's tree to the blocks of its article, those that the page sets apart among them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import html

from spiders.extraction.body.asides import captions_as_text, mark_asides
from spiders.extraction.body.data_tables import data_rows
from spiders.extraction.body.edges import mark_edges
from spiders.extraction.body.invitations import mark_below_invitation
from spiders.extraction.body.notices import mark_notices
from spiders.extraction.body.scripted import scripted_body
from spiders.extraction.body.standfirst import standfirst
from spiders.extraction.body.trafilatura_body import trafilatura_blocks
from spiders.extraction.body.trim import mark_foreign_blocks, mark_pull_quotes, without_titles
from spiders.extraction.markup.normalise import normalise
from spiders.extraction.markup.prune import prune, strip_controls
from spiders.extraction.markup.structured import Structured, first_text
from spiders.extraction.metadata.descriptive import descriptions_of
from spiders.extraction.model import ExtractedBlock, ExtractionRules, story_blocks

FEW_CHARS = 200
"""A text under which the page's scripts are looked at."""


def blocks_of_page(
    tree: html.HtmlElement, stated: Structured, rules: ExtractionRules, titles: Sequence[str]
) -> tuple[ExtractedBlock, ...]:
    """All blocks in reading order; none where no text is found. `titles` are the forms of the page's title.

    The tree is not changed.
    """
    blocks = found_blocks(tree, stated, rules, titles)
    has_rows = any(block.kind == "table" for block in blocks)
    return mark_edges(blocks, titles, data_rows(tree) if has_rows else frozenset())


def found_blocks(
    tree: html.HtmlElement, stated: Structured, rules: ExtractionRules, titles: Sequence[str]
) -> tuple[ExtractedBlock, ...]:
    """All blocks before it is judged where the text begins and ends."""
    blocks = _found_in_page(tree, stated, rules, titles)
    shown = sum(len(block.text) for block in story_blocks(blocks))
    if shown < FEW_CHARS and (body := scripted_body(tree, stated, shown)) is not None:
        return _found_in_page(body, stated, rules, titles) or blocks
    return blocks


def _found_in_page(
    tree: html.HtmlElement, stated: Structured, rules: ExtractionRules, titles: Sequence[str]
) -> tuple[ExtractedBlock, ...]:
    scope = deepcopy(tree)
    prune(scope)
    held = tuple(scope.iter())  # as `extract` holds those of the page
    normalise(scope)
    apart = mark_asides(scope, titles)
    strip_controls(scope)
    blocks = captions_as_text(apart.restored(trafilatura_blocks(scope, rules, titles)))
    blocks = without_titles(blocks, titles)
    blocks = mark_foreign_blocks(blocks, first_text(stated.article.get("articleBody")))
    blocks = mark_notices(mark_below_invitation(mark_pull_quotes(blocks)), titles)
    own = story_blocks(blocks)
    blocks = (*standfirst(scope, descriptions_of(stated), own), *blocks) if own else blocks
    del held
    return blocks
