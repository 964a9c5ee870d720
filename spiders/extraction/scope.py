"""Which elements of a page hold its article, by where its long paragraphs stand.

Theory. Templates put the paragraphs of an article into containers of one kind: mostly one, but some
publishers cut the body into several (between advertisements, or one a live post), and then an extractor
that takes the first match returns a third of the article, in silence. Paragraphs are grouped by the tag
and class of their parent. Where what was extracted holds less than 0.7 of its own group, or has missed
the page's largest group, all parents of that group are the article.

Exceptions, observed: several articles on one page (endless scrolling) have the same kind of container, so
containers in an `article` with a headline of its own are left out; comments, cards and links are no
paragraphs. Subheadings and quotes often stand beside the containers and not in them. A mistake costs text
of another story in this one, or a part of this one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html

MIN_CHARS = 60
MAX_LINKED = 0.5
COMPLETE = 0.7
START_CHARS = 80
BETWEEN = ("h2", "h3", "h4", "h5", "h6", "blockquote")

_OUTSIDE = frozenset({"nav", "footer", "aside", "form", "header", "figure", "button", "noscript", "a", "li"})
_COMMENTS = re.compile(r"comment|disqus|respond|replies", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Paragraph:
    """A long paragraph of running text; `found`: it is in what was extracted."""

    element: html.HtmlElement
    chars: int
    found: bool


def paragraphs(tree: html.HtmlElement, texts: Sequence[str]) -> list[Paragraph]:
    """The page's long paragraphs outside of navigation, cards and comments."""
    extracted = [squeezed(text) for text in texts]
    joined, starts = "".join(extracted), {text[:START_CHARS] for text in extracted}
    found = []
    for element in tree.iter("p"):
        text = squeezed(element.text_content())
        if len(text) < MIN_CHARS or _linked(element) > MAX_LINKED * len(text) or _is_outside(element):
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
        own = largest
    own = _one_article(own)
    if _found_chars(own) >= COMPLETE * _chars(own):
        return []
    return list(dict.fromkeys(_parent(paragraph) for paragraph in own))


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
    parent = paragraph.element.getparent()
    return paragraph.element if parent is None else parent


def _chars(group: Sequence[Paragraph]) -> int:
    return sum(paragraph.chars for paragraph in group)


def _found_chars(group: Sequence[Paragraph]) -> int:
    return sum(paragraph.chars for paragraph in group if paragraph.found)


def _linked(element: html.HtmlElement) -> int:
    return sum(len(squeezed(link.text_content())) for link in element.iter("a"))


def _is_outside(element: html.HtmlElement) -> bool:
    return any(
        ancestor.tag in _OUTSIDE
        or _COMMENTS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}")
        for ancestor in element.iterancestors()
    )
