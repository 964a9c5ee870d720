"""Bylines: where a page shows its readers who wrote the article.

Theory, in the order of belief. `rel=author` and `itemprop=author` are marked on purpose; a class called
byline or author is a template's word for it, and holds initials, labels of the section and share buttons as
well, so only what reads as a name counts there. Older templates have no mark, but a short element that
begins with the word for "by" and goes on with nothing but names; and papers that set their own name into
every machine-readable field print the reporter's as a bold line above the first paragraph. Pages repeat all
of these for other stories, in rails, cards and comments, which a class or a headline of several words that is
a link tells; they hold no heading of the story. Of what is left the first one in the page's order is the
article's, and marked links count only beside the first. A mistake costs a wrong name where otherwise stands
the site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from lxml import html

from spiders.extraction.authors.names import MAX_NAMES, is_shown_name, names_in, starts_with_by
from spiders.extraction.authors.other_stories import OtherStories
from spiders.extraction.markup.leaves import texts_of
from spiders.extraction.markup.structured import Structured
from spiders.extraction.titles.same_title import tidy

MAX_BYLINE_CHARS = 150
MAX_LEAD_CHARS = 120
"""Characters of a paragraph above the first one of the text."""
MAX_BOLD_WORDS = 3
"""Words of a name on a bold line; more are a heading in title case."""
MAX_READ_CHARS = 2_000
MAX_PIECES = 40
MAX_CANDIDATES = 100
"""Elements of one kind that are looked at."""
NEAR = 4
"""Levels up to the element that holds all authors of one article."""

_BYLINE = re.compile(
    r"(^|[^a-z])(byline|contributor|author|autor|writer|auteur|autore|autrice|autora|redacteur|skribent|forfatter|verfasser"
    r"|yazar|penulis|firma)(e?s|-?names?|__?names?)?([^a-z]|$)"
)
_PICTURE = re.compile(r"^(?:foto|photo|image|bild|credit|fotograf|zdj)", re.IGNORECASE)
_TEXT_TAGS = ("p", "li", "div", "span", "strong", "b", "em", "address")


def shown_authors(tree: html.HtmlElement, stated: Structured) -> Iterator[tuple[str, ...]]:
    """Names from each kind of byline that the page has, the most credible kind first."""
    others = OtherStories(tree)
    if names := _rel_author(tree, others):
        yield names
    if names := _itemprop_author(stated.properties.get("author", ()), others):
        yield names
    for find in (_classed, _begun_with_by):
        if names := find(tree, others):
            yield names
    if names := _bold_line(tree):
        yield names


def linked_authors(tree: html.HtmlElement) -> tuple[str, ...]:
    """The names of several authors whose links stand side by side; none where the page links fewer."""
    links = (link for link in tree.iter("a") if "author" in (link.get("rel") or ""))
    if len(list(islice(links, 2))) < 2:
        return ()
    names = _rel_author(tree, OtherStories(tree))
    return names if len(names) > 1 else ()


def _rel_author(tree: html.HtmlElement, others: OtherStories) -> tuple[str, ...]:
    links = (link for link in tree.iter("a") if "author" in (link.get("rel") or "").split())
    named = [link for link in islice(links, MAX_CANDIDATES) if _short_text(link) and not others.hold(link)]
    around = (
        set(islice(named[0].iterancestors("div", "span", "p", "ul", "address"), NEAR)) if named else set()
    )
    near = [link for link in named if link is named[0] or not around.isdisjoint(link.iterancestors())]
    return tuple(name for name in names_in(map(_short_text, near)) if is_shown_name(name) or len(near) == 1)


@lru_cache(maxsize=3_000)
def _is_byline(classes: str) -> bool:
    """Whether a class is a template's word for a byline; the same few stand on all pages of a site."""
    return _BYLINE.search(classes.lower()) is not None


def _itemprop_author(marked: Iterable[html.HtmlElement], others: OtherStories) -> tuple[str, ...]:
    elements = [element for element in islice(marked, MAX_CANDIDATES) if not others.hold(element)][:MAX_NAMES]
    named = [(element.xpath("(.//*[@itemprop='name'])[1]") or [element])[0] for element in elements]
    return names_in(element.get("content") or _short_text(element) for element in named)


def _classed(tree: html.HtmlElement, others: OtherStories) -> tuple[str, ...]:
    """The first small element that a class calls byline or author, and that holds a name."""
    elements = tree.iter("a", "span", "p", "div", "address", "li", "h2", "h3", "h4")
    marked = (
        one
        for one in elements
        if (classes := one.get("class")) and _is_byline(classes) and not others.hold(one)
    )
    return next(filter(None, map(_shown, islice(marked, MAX_CANDIDATES))), ())


def _begun_with_by(tree: html.HtmlElement, others: OtherStories) -> tuple[str, ...]:
    """The first small element that is the word for "by" and names, and nothing else."""
    begun = (
        one
        for one in tree.iter(*_TEXT_TAGS)
        if (text := one.text) and starts_with_by(text.strip()) and not others.hold(one)
    )
    for element in islice(begun, MAX_CANDIDATES):
        for byline in (element, element.getparent()):
            names = names_in([_short_text(byline)]) if byline is not None else ()
            if names and all(map(is_shown_name, names)):
                return names
    return ()


def _bold_line(tree: html.HtmlElement) -> tuple[str, ...]:
    """Full names that are a bold line of their own before the first long paragraph."""
    for paragraph in islice(tree.iter("p"), MAX_CANDIDATES):
        text = _opening(paragraph)
        if len(text) > MAX_LEAD_CHARS:
            return ()
        bold = " ".join(_opening(element) for element in paragraph.iterchildren("strong", "b"))
        names = names_in([text]) if text and bold == text and _goes_on(paragraph) else ()
        if names and all(_is_full_name(name) and len(name.split()) <= MAX_BOLD_WORDS for name in names):
            return names
    return ()


def _goes_on(line: html.HtmlElement) -> bool:
    """Whether a long paragraph follows."""
    following = line.getnext()
    return following is not None and len(_opening(following)) > MAX_LEAD_CHARS


def _shown(byline: html.HtmlElement) -> tuple[str, ...]:
    """Names of a byline: its links, or the pieces of its text, or all of it."""
    text = _short_text(byline)
    if not text or _PICTURE.match(text):
        return ()
    links = [_short_text(link) for link in islice(byline.iter("a"), MAX_NAMES)]
    for pieces in (links, texts_of(byline)[:MAX_PIECES], [text]):
        names = tuple(name for name in names_in(pieces) if is_shown_name(name))
        if any(" " in name or len(pieces) == 1 for name in names):
            return names
    return ()


def _is_full_name(name: str) -> bool:
    return is_shown_name(name) and " " in name


def _short_text(element: html.HtmlElement) -> str:
    """An element's text, tidied; empty where it is longer than a byline."""
    text = _opening(element)
    return text if len(text) <= MAX_BYLINE_CHARS else ""


def _opening(element: html.HtmlElement) -> str:
    """The first characters of an element's text, tidied: enough to see whether it is a byline."""
    opening = ""
    for piece in texts_of(element):
        glued = opening[-1:].islower() and piece[:1].isupper()  # two elements that a style sets apart
        opening += f" {piece[:MAX_READ_CHARS]}" if glued else piece[:MAX_READ_CHARS]
        if len(opening) >= MAX_READ_CHARS:
            break
    return tidy(opening)
