"""Which elements of a page hold its article, by where its long text stands.

Theory. Long text outside of links, navigation and comments is what an article is made of, whatever element
it stands in. Templates put it into containers of one kind: mostly one, but some publishers cut the body into
several (between advertisements, or one a live post), and then an extractor that takes the first match
returns a third of the article, in silence. Long texts are grouped by the tag and class of their parent. Where
what was extracted holds less than 0.7 of its own group, or has missed the page's largest group, all parents
of that group are the article.

A page also shows letters of readers, at more length than a short story has. They are told by their structure:
three and more elements alike, side by side, each beginning with a short line, the name of a reader. Long
paragraphs beside the headline that were not extracted lead into the text.

Exceptions, observed: several articles on one page (endless scrolling) have the same kind of container, so
containers in an `article` with a headline of its own are left out. Subheadings and quotes often stand
beside the containers and not in them. A mistake costs text of another story in this one, or a part of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import html

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.post_elements import are_comments

MIN_CHARS = 60
MAX_LINKED = 0.5
COMPLETE = 0.7
START_CHARS = 80
END_CHARS = 40
MIN_ALIKE = 3
MOSTLY_NAMED = 0.8
MOST_LEADS = 2
MAX_NAME_CHARS = 40
BETWEEN = ("h2", "h3", "h4", "h5", "h6", "blockquote")

_OUTSIDE = frozenset({"nav", "footer", "aside", "form", "header", "figure", "button", "noscript", "a"})
_TEXTS = ("p", "li")
_LISTS = ("ul", "ol")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEADS = ("p", "div", "h2", "h3")
_INLINE = frozenset({"a", "b", "br", "em", "font", "i", "small", "span", "strong", "u"})
_ENDS = (".", "!", "?", "…", "。", "！", "？", "»", "”", "“", '"')
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Paragraph:
    """A long paragraph or item of running text; `found`: it is in what was extracted."""

    element: html.HtmlElement
    chars: int
    found: bool


def paragraphs(tree: html.HtmlElement, texts: Sequence[str]) -> list[Paragraph]:
    """The page's long paragraphs outside of navigation, cards and comments; `texts`: of blocks, squeezed."""
    joined, starts = "".join(texts), {text[:START_CHARS] for text in texts}
    found = []
    outside: dict[html.HtmlElement, bool] = {}
    for element in tree.iter(*_TEXTS):
        text = text_of(element)
        if len(text) < MIN_CHARS or (element.tag == "li" and next(element.iter("p"), None) is not None):
            continue
        text = squeezed(text)
        if len(text) < MIN_CHARS or _linked(element) > MAX_LINKED * len(text):
            continue
        if (parent := element.getparent()) not in outside:
            outside[parent] = _is_outside(element)
        if outside[parent]:
            continue
        start = text[:START_CHARS]
        found.append(Paragraph(element, len(text), start in starts or start in joined))
    return found


def missed_containers(long: Sequence[Paragraph], extracted_chars: int) -> list[html.HtmlElement]:
    """All containers of the article where what was extracted misses a good part of it; else none."""
    groups = _groups(long)
    if not groups:
        return []
    own = max(groups, key=_found_chars)
    largest = max(groups, key=_chars)
    if 2 * _found_chars(own) < extracted_chars or 4 * _chars(own) < _chars(largest):
        if 2 * extracted_chars > _chars(largest):
            return []
        if _are_letters([_item_of(paragraph.element) for paragraph in largest]):
            return []
        own = largest
    own = _one_article(own)
    if _found_chars(own) >= COMPLETE * _chars(own):
        return []
    return list(dict.fromkeys(_parent(paragraph) for paragraph in own))


def missed_lead(tree: html.HtmlElement, long: Sequence[Paragraph], texts: Sequence[str]) -> list[str]:
    """Long paragraphs between the headline and what was extracted, which lacks them; `texts`: of its blocks,
    squeezed."""
    headline, known = next(tree.iter("h1"), None), "".join(texts)
    if headline is None or not known:
        return []
    long_ones = {paragraph.element for paragraph in long}
    near = headline.getparent()
    lead: list[str] = []
    follows = False
    for element in tree.iter("h1", *_LEADS):
        follows = follows or element is headline
        if not follows or (element not in long_ones and not _may_lead(element)):
            continue
        text = squeezed(text_of(element))
        if text[:START_CHARS] in known and text[-END_CHARS:] in known:
            return lead
        if len(lead) == MOST_LEADS or near not in islice(element.iterancestors(), 2):
            return []
        lead.append(" ".join(text_of(element).split()))
    return []


def _may_lead(element: html.HtmlElement) -> bool:
    """Whether an element that is no paragraph holds nothing but running text, as a lead in a `div` does."""
    if element.tag == "p" or any(inner.tag not in _INLINE for inner in element.iterdescendants()):
        return False
    text = squeezed(text_of(element))
    return (
        len(text) >= MIN_CHARS
        and text.endswith(_ENDS)
        and _linked(element) <= MAX_LINKED * len(text)
        and not _is_outside(element)
    )


def with_headings(containers: Sequence[html.HtmlElement]) -> list[html.HtmlElement]:
    """The containers, and the article's subheadings and quotes between them, in reading order."""
    inside = set(containers)
    found: list[html.HtmlElement] = []
    for element in containers[0].getroottree().getroot().iter(*{part.tag for part in containers}, *BETWEEN):
        if any(ancestor in inside for ancestor in element.iterancestors()):
            continue
        if element in inside or (found and element.tag in BETWEEN and not _is_outside(element)):
            found.append(element)
        if element is containers[-1]:
            break
    return found


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _item_of(element: html.HtmlElement) -> html.HtmlElement:
    """The element around a paragraph that has others of its kind beside it; its parent where none has."""
    for item in element.iterancestors():
        parent = item.getparent()
        if parent is None or item.tag in ("body", "main", "article"):
            break
        if item.tag not in _LISTS and sum(1 for _ in parent.iterchildren(item.tag)) >= MIN_ALIKE:
            return item
        if item.tag == "li":
            return item
    return element if element.tag == "li" else element.getparent()


def _are_letters(containers: Sequence[html.HtmlElement]) -> bool:
    """Whether elements side by side each begin with a short line, as readers' letters do with a name."""
    containers = list(dict.fromkeys(containers))
    firsts = [next((child for child in one if text_of(child).strip()), None) for one in containers]
    named = [
        first
        for first in firsts
        if first is not None
        and first.tag not in _HEADINGS
        and len(text_of(first).strip()) <= MAX_NAME_CHARS
        and not (first.tail or "").strip()
    ]
    return len(containers) >= MIN_ALIKE and len(named) >= MOSTLY_NAMED * len(containers)


def _groups(long: Sequence[Paragraph]) -> list[list[Paragraph]]:
    groups: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in long:
        parent = _parent(paragraph)
        groups[f"{parent.tag}.{_DIGITS.sub('0', parent.get('class') or '')}"].append(paragraph)
    return list(groups.values())


def _one_article(group: list[Paragraph]) -> list[Paragraph]:
    """The part of a group that stands in the same article as most of what was extracted."""
    root = group[0].element.getroottree().getroot()
    headed = {article for article in root.iter("article") if next(article.iter("h1"), None) is not None}
    articles: dict[html.HtmlElement | None, list[Paragraph]] = defaultdict(list)
    for paragraph in group:
        around = paragraph.element.iterancestors("article")
        articles[next((article for article in around if article in headed), None)].append(paragraph)
    return max(articles.values(), key=lambda members: (_found_chars(members), _chars(members)))


def _parent(paragraph: Paragraph) -> html.HtmlElement:
    """What holds a paragraph; of an item, what holds its list."""
    element = paragraph.element
    while (parent := element.getparent()) is not None:
        if parent.tag not in ("ul", "ol", "li"):
            return parent
        element = parent
    return element


def _chars(group: Sequence[Paragraph]) -> int:
    return sum(paragraph.chars for paragraph in group)


def _found_chars(group: Sequence[Paragraph]) -> int:
    return sum(paragraph.chars for paragraph in group if paragraph.found)


def _linked(element: html.HtmlElement) -> int:
    return sum(len(squeezed(text_of(link))) for link in element.iter("a"))


def _is_outside(element: html.HtmlElement) -> bool:
    return any(
        (ancestor.tag in _OUTSIDE and not (ancestor.tag == "header" and ancestor.find(".//h1") is not None))
        or are_comments(ancestor)
        for ancestor in element.iterancestors()
    )
