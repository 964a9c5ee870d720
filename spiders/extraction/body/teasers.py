"""Other stories that a page shows, told from its own by their structure and not by the names of classes.

Theory. A page shows other stories as elements alike, three and more side by side, each with a linked heading
or an `article` that begins with a link, or as linked headings of one level in one element, often with some
lines of text: over the headline, where a search for the article takes them for it, or between
and behind paragraphs of the story, where it takes them along. Below the headline they are other stories only
where long paragraphs stand before them and those around them are more text than they have. Known exceptions:
a list of the article itself (gifts, places) whose items are headed by links and are less than its paragraphs.
A mistake over the headline costs a list in silence; below it the list is kept in `removed_blocks`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, islice, takewhile

from lxml import html

from spiders.extraction.body.scope import MIN_CHARS, squeezed
from spiders.extraction.markup.leaves import is_shorter, text_of

MIN_ALIKE = 3
MAX_CHARS = 800
"""Of one teaser."""
MOST_LEVELS = 4
"""How many elements around the teasers are looked through for paragraphs of the story."""

_HEADINGS = ("h1", "h2", "h3", "h4")

Groups = list[list[html.HtmlElement]]
"""Elements alike, side by side."""


def headline_of(tree: html.HtmlElement, titles: Iterable[str]) -> html.HtmlElement | None:
    """The heading that repeats one of the titles and leads nowhere, or else the first h1."""
    known = {squeezed(title).casefold() for title in titles}
    alike = (one for one in tree.iter(*_HEADINGS) if squeezed(text_of(one)).casefold() in known)
    own = next((one for one in alike if not _is_linked(one)), None)
    return next(tree.iter("h1"), None) if own is None else own


def teasers_above(tree: html.HtmlElement, headline: html.HtmlElement | None) -> list[html.HtmlElement]:
    """Teasers over the headline."""
    if headline is None:
        return []
    above = takewhile(lambda head: head is not headline, _heads(tree))
    return list(chain.from_iterable(_groups(headline, above)))


def teasers_within(tree: html.HtmlElement, headline: html.HtmlElement | None) -> list[html.HtmlElement]:
    """Teasers between and behind paragraphs of the story, and before them where there is no headline."""
    heads = list(_heads(tree))
    groups = (*_groups(headline, heads), *_in_line(heads))
    return [
        teaser for group in groups if _stand_within_story(group, headline is not None) for teaser in group
    ]


def _heads(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Headings, and links that an `article` without any begins with."""
    for element in tree.iter(*_HEADINGS, "article"):
        if element.tag != "article":
            yield element
        elif (
            next(element.iter(*_HEADINGS), None) is None
            and (link := next(element.iter("a"), None)) is not None
        ):
            yield link


def _groups(headline: html.HtmlElement | None, heads: Iterable[html.HtmlElement]) -> Groups:
    """Elements alike with one of these headings each, linked."""
    around = set() if headline is None else set(headline.iterancestors())
    found: dict[html.HtmlElement, dict[html.HtmlElement, None]] = defaultdict(dict)
    for head in heads:
        if _is_linked(head) and (teaser := _around(head, around)) is not None:
            found[teaser.getparent()][teaser] = None
    return [list(teasers) for teasers in found.values() if len(teasers) >= MIN_ALIKE]


def _in_line(heads: Iterable[html.HtmlElement]) -> Iterator[list[html.HtmlElement]]:
    """Linked headings of one level in one element, with at most one element behind each."""
    found: dict[tuple[html.HtmlElement, str], list[html.HtmlElement]] = defaultdict(list)
    for head in heads:
        found[head.getparent(), head.tag].append(head)
    for (_, tag), same in found.items():
        if tag in _HEADINGS and len(same) >= MIN_ALIKE and all(map(_is_linked, same)):
            line = [same[0], *islice(same[0].itersiblings(), 2 * len(same) - 1)]
            if same[-1] in line:
                yield line


def _is_linked(heading: html.HtmlElement) -> bool:
    """Whether a heading leads to another page."""
    link = next(chain(heading.iter("a"), heading.iterancestors("a")), None)
    return link is not None and not (link.get("href") or "#").startswith("#")


def _around(head: html.HtmlElement, around: Set[html.HtmlElement]) -> html.HtmlElement | None:
    """The small element around a heading, or `article` around a link, with others of its kind beside it."""
    for item in head.iterancestors():
        parent = item.getparent()
        if parent is None or item in around or not is_shorter(item, MAX_CHARS + 1):
            return None
        if sum(1 for _ in islice(parent.iterchildren(item.tag), MIN_ALIKE)) == MIN_ALIKE:
            return item
        if head.tag == "a" and item.tag == "article":
            return None
    return None


def _stand_within_story(teasers: Sequence[html.HtmlElement], needs_lead: bool) -> bool:
    """Whether long paragraphs stand before these elements, and with those behind are more text than they."""
    inside = {paragraph for teaser in teasers for paragraph in teaser.iter("p")}
    own = sum(len(text_of(teaser)) for teaser in teasers)
    for element in islice(teasers[0].iterancestors(), MOST_LEVELS):
        chars = 0
        for part in element.iter("p", teasers[0].tag):
            if part is teasers[0] and needs_lead and not chars:
                break
            length = len(text_of(part)) if part.tag == "p" and part not in inside else 0
            chars += length if length >= MIN_CHARS else 0
        if chars:
            return chars > own
    return False
