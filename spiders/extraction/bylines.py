"""Bylines: where a page shows its readers who wrote the article.

Theory, in the order of belief. `rel=author` and `itemprop=author` are marked on purpose; a class called
byline or author is a template's word for it, and holds initials, labels of the section and share buttons as
well, so only what reads as a name counts there. Older templates have no mark, but a short element that
begins with the word for "by" and goes on with nothing but names; and papers that set their own name into
every machine-readable field print the reporter's as a bold line above the first paragraph. Pages repeat all
of these for other stories, so the first one in the page's order is the article's, and marked links count
only beside the first. A mistake costs a wrong name where otherwise stands the site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import html

from spiders.extraction.names import is_shown_name, names_in, starts_with_by
from spiders.extraction.titles import tidy

MAX_BYLINE_CHARS = 150
MAX_LEAD_CHARS = 120
"""Characters of a paragraph above the first one of the text."""
MAX_LEADS = 40
MAX_BOLD_WORDS = 3
"""Words of a name on a bold line; more are a heading in title case."""
NEAR = 4
"""Levels up to the element that holds all authors of one article."""

_BYLINE = re.compile(
    r"(^|[^a-z])(byline|author|autor|writer)(s|-?names?|__?names?)?([^a-z]|$)", re.IGNORECASE
)
_PICTURE = re.compile(r"^(?:foto|photo|image|bild|credit|fotograf|zdj)", re.IGNORECASE)
_TEXT_TAGS = ("p", "li", "div", "span", "strong", "b", "em")


def shown_authors(tree: html.HtmlElement) -> Iterator[tuple[str, ...]]:
    """Names from each kind of byline that the page has, the most credible kind first."""
    for find in (_rel_author, _itemprop_author, _classed, _begun_with_by, _bold_line):
        if names := tuple(find(tree)):
            yield names


def _rel_author(tree: html.HtmlElement) -> tuple[str, ...]:
    links = [link for link in tree.iter("a") if "author" in (link.get("rel") or "").split()]
    named = [link for link in links if tidy(link.text_content())]
    around = (
        set(islice(named[0].iterancestors("div", "span", "p", "ul", "address"), NEAR)) if named else set()
    )
    near = [link for link in named if link is named[0] or not around.isdisjoint(link.iterancestors())]
    return names_in(link.text_content() for link in near)


def _itemprop_author(tree: html.HtmlElement) -> tuple[str, ...]:
    elements = tree.xpath(".//*[@itemprop='author']")
    named = [(element.xpath(".//*[@itemprop='name']") or [element])[0] for element in elements]
    return names_in(element.get("content") or element.text_content() for element in named)


def _classed(tree: html.HtmlElement) -> tuple[str, ...]:
    """The first small element that a class calls byline or author, and that holds a name."""
    for element in tree.iter("a", "span", "p", "div", "address", "li"):
        if _BYLINE.search(element.get("class") or "") and (names := _shown(element)):
            return names
    return ()


def _begun_with_by(tree: html.HtmlElement) -> tuple[str, ...]:
    """The first small element that is the word for "by" and names, and nothing else."""
    for element in tree.iter(*_TEXT_TAGS):
        if not starts_with_by((element.text or "").strip()):
            continue
        for byline in (element, element.getparent()):
            text = tidy(byline.text_content()) if byline is not None else ""
            names = names_in([text]) if len(text) <= MAX_BYLINE_CHARS else ()
            if names and all(map(_is_full_name, names)):
                return names
    return ()


def _bold_line(tree: html.HtmlElement) -> tuple[str, ...]:
    """Full names that are a bold line of their own before the first long paragraph."""
    for paragraph in islice(tree.iter("p"), MAX_LEADS):
        text = tidy(paragraph.text_content())
        if len(text) > MAX_LEAD_CHARS:
            return ()
        bold = "".join(element.text_content() for element in paragraph.iterchildren("strong", "b"))
        names = names_in([text]) if text and tidy(bold) == text and _goes_on(paragraph) else ()
        if names and all(_is_full_name(name) and len(name.split()) <= MAX_BOLD_WORDS for name in names):
            return names
    return ()


def _is_full_name(name: str) -> bool:
    return is_shown_name(name) and " " in name


def _goes_on(line: html.HtmlElement) -> bool:
    """Whether a long paragraph follows."""
    following = line.getnext()
    return following is not None and len(tidy(following.text_content())) > MAX_LEAD_CHARS


def _shown(byline: html.HtmlElement) -> tuple[str, ...]:
    """Names of a byline: its links, or the pieces of its text, or all of it."""
    text = tidy(byline.text_content())
    if not 0 < len(text) <= MAX_BYLINE_CHARS or _PICTURE.match(text):
        return ()
    links = [link.text_content() for link in byline.iter("a")]
    for pieces in (links, list(byline.itertext()), [text]):
        names = tuple(name for name in names_in(pieces) if is_shown_name(name))
        if any(" " in name or len(pieces) == 1 for name in names):
            return names
    return ()
