"""What is rewritten in a tree before the search for its article looks once more.

Theory. Where an element has paragraphs of its own and others in `div`s, the search reads the first and leaves
the others out, if the first are text enough. And what is called comments is left out, although that is what
some papers call their opinions. Both are seen by what was extracted: many `div`s beside paragraphs that were
found are missing, or next to nothing was found at all. A mistake costs a second look, or, on a page without
an article, the comments in its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from spiders.extraction.body.scope import START_CHARS, Paragraph, squeezed
from spiders.extraction.markup.normalise import as_paragraph, paragraphs_in_divs
from spiders.extraction.markup.post_elements import are_comments
from spiders.extraction.model import ExtractedBlock

MANY_MISSED = 0.2
"""Letters of paragraphs in `div`s that were not extracted, of those extracted."""


def rewrite_missed_divs(long: Sequence[Paragraph], blocks: Sequence[ExtractedBlock]) -> bool:
    """Rewrite paragraphs in `div`s beside extracted ones as paragraphs, in place, where many were missed."""
    holders = dict.fromkeys(one.element.getparent() for one in long if one.found)
    divs = [div for holder in holders for div in paragraphs_in_divs(holder)]
    if not divs:
        return False
    found = squeezed("".join(block.text for block in blocks))
    texts = [squeezed(div.text_content()) for div in divs]
    missed = {
        div: len(text) for div, text in zip(divs, texts, strict=True) if text[:START_CHARS] not in found
    }
    if not missed or sum(missed.values()) < MANY_MISSED * len(found):
        return False
    for div in missed:
        as_paragraph(div)
    return True


def unname_comments(scope: html.HtmlElement) -> bool:
    """Take class and id from what is called comments, in place; whether there is any."""
    named = [one for one in scope.iter() if are_comments(one.get("class"), one.get("id"))]
    for element in named:
        for name in ("class", "id"):
            element.attrib.pop(name, None)
    return bool(named)
