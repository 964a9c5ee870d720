"""The element that a page names as the text of its story.

Theory. Standards give that element a name: `entry-content` of hAtom, `e-content` of microformats2,
`articleBody` of schema.org's microdata; WordPress, Ghost and Blogger have more. Where a page has exactly
one, its name is seldom wrong, but its edges are: it holds share buttons, galleries and related stories, or
the first part of a story only, and a search that weighs text is better at these. So the name decides only
where the search did not tell the parts of the page apart: it gave them as one block, of which the element's
text is a part. That is what stories of two lines get, with headline and byline glued to their text
(WordPress's themes). Tried and left: the name where the search found less than half of the element's text,
or found its text elsewhere. Of eight pages in five corpora the first was right on one and wrong on one, the
second wrong on all. A mistake costs what stands around the element and belongs to the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from lxml import etree, html

from spiders.extraction.body.asides import without_markers
from spiders.extraction.body.scope import squeezed
from spiders.extraction.markup.blocks import blocks_of
from spiders.extraction.model import ExtractedBlock

MIN_CHARS = 80
"""Of the named element's text, without white space: a picture's caption is no story."""

_CLASSES = ("entry-content", "e-content", "wp-block-post-content", "gh-content", "post-content", "post-body")
_NAMED = etree.XPath(
    "//*[@itemprop='articleBody' or "
    + " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in _CLASSES)
    + "]"
)


def named_part(tree: html.HtmlElement, blocks: Sequence[ExtractedBlock]) -> tuple[ExtractedBlock, ...] | None:
    """The blocks of the one element that is named as the story's text, where `blocks` are a single one around
    it."""
    own = [text for block in blocks if (text := without_markers(block.text))]
    if len(own) != 1 or (content := _only_named(tree)) is None:
        return None
    named = blocks_of(content)
    text = squeezed("".join(block.text for block in named))
    return named if len(text) >= MIN_CHARS and text in squeezed(own[0]) else None


def _only_named(tree: html.HtmlElement) -> html.HtmlElement | None:
    found = cast("list[html.HtmlElement]", _NAMED(tree))
    return found[0] if len(found) == 1 else None
