"""Boxes of a page that hold another story: rails, cards, comments.

A box is another story's when a class or id says so, or when it is small and holds a headline that is a link;
a side column without such a headline may hold what belongs to the page, its authors and its date.
a box that holds a heading of first order is the page's own. Every box is judged once for all that stand in
it: pages have hundreds of candidates below the same few boxes.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import html

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.post_elements import class_and_id

MAX_LINKS = 40
TEASER_WORDS = 4
MAX_TEASER_CHARS = 800
_ELSEWHERE = re.compile(
    r"related|recommend|trending|popular|most-?read|teaser|promo|widget|comment|newsletter|carousel"
    r"|read-?(next|more)|more-(stories|news|from)|also-(like|read)|river|latest|next-?prev"
)
_SIDE = re.compile(r"side-?bar")


class OtherStories:
    """The boxes of one tree with other stories."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self._own = _around_headings(tree)
        self._judged: dict[html.HtmlElement, bool] = {}

    def hold(self, element: html.HtmlElement) -> bool:
        """Whether an element stands in a box with another story."""
        passed, verdict = [], False
        for box in element.iterancestors():
            known = self._judged.get(box)
            if known is None:
                passed.append(box)
                known = self._judge(box)
            if known is not None:
                verdict = known
                break
        self._judged.update(dict.fromkeys(passed, verdict))
        return verdict

    def _judge(self, box: html.HtmlElement) -> bool | None:
        """What a box says by itself; None where the boxes around it decide."""
        if box.tag in ("body", "main") or box in self._own:
            return False
        named = class_and_id(box)
        if _ELSEWHERE.search(named):
            return True
        if _SIDE.search(named):
            return any(map(_is_headline, islice(box.iter("a"), MAX_LINKS))) or None
        return (box.tag in ("aside", "li", "article", "section") and _holds_teaser(box)) or None


def _around_headings(tree: html.HtmlElement) -> set[html.HtmlElement]:
    """The story's own headings and everything that holds one: of first order, or the one permanent link."""
    own: set[html.HtmlElement] = set()
    permanent = [link for link in tree.iter("a") if "bookmark" in link.get("rel", "").split()]
    for heading in (*tree.iter("h1"), *(permanent if len(permanent) == 1 else ())):
        own.add(heading)
        for box in heading.iterancestors():
            if box in own:
                break
            own.add(box)
    return own


def _holds_teaser(box: html.HtmlElement) -> bool:
    """Whether a box with little text, no story of its own, holds a headline that is a link."""
    return len(text_of(box)) < MAX_TEASER_CHARS and any(map(_is_headline, islice(box.iter("a"), MAX_LINKS)))


def _is_headline(link: html.HtmlElement) -> bool:
    return len(text_of(link).split()) >= TEASER_WORDS
