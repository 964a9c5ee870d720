"""The element that a blog puts around one post, where the search for the article left it.

Theory. Publishing systems of blogs put headline and text of a post into one element with a class that says so
(`hentry` of the microformats; `post` and `entry` of WordPress, Blogger, Movable Type). A search that weighs
text prefers a side column where the post is a picture and two lines. So where the headline stands in such an
element with more text, and hardly anything of what was found does, the element is the article. Known
exceptions: themes that use these classes for the head of a post only, told by the little text in it. A
mistake costs the text beside such a head.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from lxml import html

from spiders.extraction.body.scope import squeezed
from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.post_elements import is_entry

MIN_CHARS = 100
"""Of an entry beside its headline, without white space."""
MOSTLY_OUTSIDE = 0.2
"""Share of the found text within the entry under which the search has left it."""
MAX_HEADINGS = 60

_HEADINGS = ("h1", "h2", "h3", "h4")


def missed_entry(
    tree: html.HtmlElement, titles: Iterable[str], texts: Sequence[str]
) -> html.HtmlElement | None:
    """The entry of the story that is called by one of the titles, where what was found is not from it.

    `texts`: of the blocks, squeezed.
    """
    entry = _entry(tree, titles)
    if entry is None:
        return None
    text = squeezed(text_of(entry))
    inside = sum(len(part) for part in texts if part in text)
    return None if inside > MOSTLY_OUTSIDE * sum(map(len, texts)) else entry


def _entry(tree: html.HtmlElement, titles: Iterable[str]) -> html.HtmlElement | None:
    """The innermost entry with the headline and more text than that."""
    known = {squeezed(title).casefold() for title in titles}
    for heading in islice(tree.iter(*_HEADINGS), MAX_HEADINGS):
        text = squeezed(text_of(heading))
        if text.casefold() not in known:
            continue
        for box in heading.iterancestors():
            if is_entry(box) and len(squeezed(text_of(box))) >= len(text) + MIN_CHARS:
                return box
    return None
