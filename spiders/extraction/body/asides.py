"""Set apart what stands within an article without being part of its text, and keep it as blocks of its kind.

Theory. Inside the element that holds an article stand captions and credits, links to other stories, pitches
and boxes about the author. They disturb the search for the article, yet whether they go is not for the
extraction to decide: each is replaced by a marker before the search, and comes back as blocks of its kind
where the marker is found within the article. A marker outside of it goes with its surroundings; markers
keep class and id, so that the search prunes by these as it does anyway. The kinds:

    caption      `figcaption`, or the class says caption or credit
    related      link text to nine tenths (but for headings whose link leads within the page), a label with a
                 colon, bar or dash and then only a link and its date, a list of links and their dates; other
                 stories between paragraphs (`teasers_within`); a box whose class says so; a heading or label
                 over nothing but such
    newsletter   the class says newsletter, sign-up, subscription or "cta" (call to action)
    author_box   the class says who the author is, not what was written

Classes count on small elements only: a page may use a name in another sense. Known exception: lists of
links that are the article (gift guides, reading lists). A mistake costs a line; it is kept in
`removed_blocks`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import html

from spiders.extraction.body.discussions import discussions
from spiders.extraction.body.scope import squeezed
from spiders.extraction.body.teasers import headline_of, teasers_above, teasers_within
from spiders.extraction.markup.blocks import blocks_of
from spiders.extraction.markup.leaves import says, text_of
from spiders.extraction.markup.prune import MAX_BOX_CHARS, holds_only_text, is_small
from spiders.extraction.model import ExtractedBlock, story_blocks

Blocks = tuple[ExtractedBlock, ...]
Links = Mapping[html.HtmlElement, int]

MARKER = "\ufffc"
"""OBJECT REPLACEMENT CHARACTER (Unicode 23.8): stands for something that is not text. `parse` removes it."""

MIN_LINK_CHARS = 12
ALL_LINK = 0.9
MOSTLY_LINK = 0.6
MIN_ITEMS = 2
MIN_PICTURES = 3
MAX_LABEL_CHARS = 60

_KINDS = {
    "caption": re.compile(
        r"caption|(?<!ac)credit|copyright|photo-?by|image-?(info|text|desc)|img-?(box|desc|text)|legend"
        r"|bildunterschrift|pie-?de-?foto|media-?(info|desc)"
    ),
    "newsletter": re.compile(r"(^|[^a-z])(newsletter(-?\w+)?|sign-?up|subscribe|subscription|cta)([^a-z]|$)"),
    "related": re.compile(r"(^|[^a-z])(related(-?\w+)?|read-?more|recirc\w*|recommend\w*|promo)([^a-z]|$)"),
    "author_box": re.compile(r"author-?(bio|box|info|card)|about-?(the-?)?author|bio-?box"),
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Between the words of a name such as `inlineSignup`."""
_LABEL = re.compile(r"([^.!?:：|]{2,40}(?:[:：|]|\s[–—-](?=\s|$)))(?:[^.!?]{0,40}[:：|])?[\W\d]*")
"""A label before a link, and the date behind it."""
_LABELLED = re.compile(r"[^.!?:：|]{2,30}(?:[:：|]|\s[–—-]\s)")
_HEADINGS = ("h2", "h3", "h4", "h5")
_LINKED = frozenset({"p", "li", "h2", "h3", "h4", "h5", "ul", "ol", "blockquote"})
_BOXES = ("div", "section", "aside", "ul", "p", "span", "li")
_WRAPPERS = frozenset(
    {"a", "div", "section", "aside", "article", "header", "span", "h1", "h2", "h3", "h4", "li"}
)
_PITCHES = frozenset({"related", "newsletter"})
_STAYS = frozenset({"li", "span"})
_PHRASING = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "span")
"""Elements that hold no paragraph."""
_MARKERS = re.compile(f"{MARKER}([0-9]{{1,6}}){MARKER}")


@dataclass(frozen=True)
class Asides:
    """What markers stand for, by number, each with its kind; the link density of blocks, by squeezed text."""

    marked: tuple[tuple[html.HtmlElement, str], ...]
    densities: Mapping[str, float]

    def restored(self, blocks: Blocks) -> Blocks:
        """Extracted blocks, with those that were set apart where their markers stood."""
        return mark_labels(tuple(self._restored(blocks)))

    def _restored(self, blocks: Blocks) -> Iterator[ExtractedBlock]:
        seen: set[int] = set()
        for block in blocks:
            if text := without_markers(block.text):
                yield ExtractedBlock(block.kind, text, self.densities.get(squeezed(text), 0.0))
            for number in map(int, _MARKERS.findall(block.text) if MARKER in block.text else ()):
                if number not in seen and number < len(self.marked):
                    seen.add(number)
                    element, kind = self.marked[number]
                    yield from (replace(inner, kind=kind) for inner in blocks_of(element))


def mark_asides(tree: html.HtmlElement, titles: Sequence[str]) -> Asides:
    """Replace what is set apart by markers, in place; an outer element takes along what it holds.

    `titles` are the forms of the page's title.
    """
    marked: list[tuple[html.HtmlElement, str]] = []
    taken: frozenset[html.HtmlElement] = frozenset()
    densities: dict[str, float] = {}
    headline = headline_of(tree, titles)
    for other in (*teasers_above(tree, headline), *discussions(tree)):
        other.drop_tree()
    for teaser in teasers_within(tree, headline):
        _put_marker(teaser, len(marked))
        marked.append((teaser, "related"))
    links = _letters_of_links(tree)
    for element in list(tree.iter("figcaption", *_BOXES, *_LINKED)):
        if element in taken:
            continue
        text = squeezed(text_of(element)) if element in links else ""
        linked = min(1.0, links[element] / len(text)) if text else 0.0
        if kind := _kind(element, text, linked, links):
            whole = _outermost(element)
            taken = frozenset(whole.iter())
            _put_marker(whole, len(marked))
            marked.append((element, kind))
        elif linked:
            densities[text] = round(linked, 3)
    return Asides(tuple(marked), densities)


def mark_labels(blocks: Blocks) -> Blocks:
    """The blocks, a heading or label over nothing but links or pitches being of their kind."""
    found = list(blocks)
    follows = "heading"
    for index in reversed(range(len(found) - 1)):
        below = found[index + 1]
        follows = follows if below.kind in _PITCHES else below.kind
        if _is_label(found[index]) and below.kind in _PITCHES and follows == "heading":
            found[index] = replace(found[index], kind=below.kind)
    return tuple(found)


def captions_as_text(blocks: Blocks) -> Blocks:
    """The blocks, captions being paragraphs where they are the text: in a gallery of pictures."""
    captions = [block for block in blocks if block.kind == "caption"]
    own = sum(len(block.text) for block in story_blocks(blocks))
    if len(captions) < MIN_PICTURES or sum(len(block.text) for block in captions) <= own:
        return blocks
    return tuple(replace(block, kind="paragraph") if block.kind == "caption" else block for block in blocks)


def _is_label(block: ExtractedBlock) -> bool:
    """Whether a block can be the label of a list: a heading, or a few words with a colon."""
    return block.kind == "heading" or (
        block.text.endswith((":", "：")) and len(block.text) <= MAX_LABEL_CHARS
    )


def without_markers(text: str) -> str:
    """A block's text without markers."""
    return " ".join(_MARKERS.sub(" ", text).split(" ")).strip() if MARKER in text else text


def _outermost(element: html.HtmlElement) -> html.HtmlElement:
    """The outermost element that holds nothing else: what is left of an emptied box disturbs the search."""
    while (
        (parent := element.getparent()) is not None and parent.tag in _WRAPPERS and _is_all(element, parent)
    ):
        element = parent
    return element


def _is_all(element: html.HtmlElement, parent: html.HtmlElement) -> bool:
    """Whether a parent holds no text but that of this one of its children."""
    return not says(parent.text) and not any(
        says(child.tail) or (child is not element and says(text_of(child))) for child in parent
    )


def _put_marker(element: html.HtmlElement, number: int) -> None:
    """Put a marker in the place of an element, which leaves the tree."""
    within = next(element.iterancestors(*_PHRASING), None) is not None
    marker = html.Element(element.tag if element.tag in _STAYS else "span" if within else "p")
    marker.text, marker.tail = f"{MARKER}{number}{MARKER}", element.tail
    for name in ("class", "id"):
        if value := element.get(name):
            marker.set(name, value)
    element.tail = None
    element.getparent().replace(element, marker)


def _kind(element: html.HtmlElement, text: str, linked: float, links: Links) -> str | None:
    """The kind of an element; `text` is its own without white space where a share of it is `linked`."""
    if element.tag == "figcaption":
        return "caption"
    if linked and _is_link(element, text, linked, links) and not _heads_text(element):
        return "related"
    classes, name = element.get("class"), element.get("id")
    named = _named(classes, name) if classes or name else None
    if named is None or not is_small(element, MAX_BOX_CHARS):
        return None
    return None if named == "newsletter" and holds_only_text(element) else named


@lru_cache(maxsize=3_000)
def _named(classes: str | None, name: str | None) -> str | None:
    """The kind that class and id tell; the same few stand on all pages of a site."""
    words = f"{classes or ''} {name or ''}"
    words = words if words.islower() else _HUMP.sub("-", words).lower()
    return next((kind for kind, names in _KINDS.items() if names.search(words)), None)


def _is_link(element: html.HtmlElement, text: str, linked: float, links: Links) -> bool:
    """Whether a block is a link to another story, with at most a label before it."""
    if linked < MOSTLY_LINK or len(text) <= MIN_LINK_CHARS:
        return False
    if linked >= ALL_LINK:
        return element.tag != "blockquote" or _LABELLED.match(text_of(element).strip()) is not None
    if element.tag in ("ul", "ol"):
        return len(element) >= MIN_ITEMS and all(
            _link_density(item, links) >= MOSTLY_LINK for item in element
        )
    if next(element.iterancestors("a"), None) is not None:
        return False
    label = _LABEL.fullmatch("".join(_beside_links(element)).strip())
    return label is not None and text_of(element).strip().startswith(label[1])


def _beside_links(element: html.HtmlElement) -> Iterator[str]:
    """The texts of an element that stand in none of its links."""
    yield element.text or ""
    for child in element:
        if child.tag != "a":
            yield from _beside_links(child)
        yield child.tail or ""


def _heads_text(element: html.HtmlElement) -> bool:
    """Whether a linked heading is one of this page: its link leads nowhere or within the page."""
    if element.tag not in _HEADINGS:
        return False
    links = [link.get("href") or "#" for link in element.iter("a")]
    return all(link.startswith("#") for link in links)


def _letters_of_links(tree: html.HtmlElement) -> Links:
    """How many letters of each block are link text; blocks without any are left out."""
    found: dict[html.HtmlElement, int] = defaultdict(int)
    for link in tree.iter("a"):
        if (letters := _letters(link)) and (block := _block_around(link)) is not None:
            found[block] += letters
    for block in reversed(list(tree.iter(*_LINKED))):
        if block in found and (outer := _block_around(block)) is not None:
            found[outer] += found[block]
    return found


def _block_around(element: html.HtmlElement) -> html.HtmlElement | None:
    around = element.getparent()
    while around is not None and around.tag not in _LINKED:
        around = around.getparent()
    return around


def _link_density(element: html.HtmlElement, links: Links) -> float:
    """Share of an element's letters that are link text."""
    if element.tag in _LINKED:
        linked = links.get(element, 0)
    else:
        linked = sum(_letters(link) for link in element.iter("a"))
    return min(1.0, linked / _letters(element)) if linked else 0.0


def _letters(element: html.HtmlElement) -> int:
    return sum(map(len, text_of(element).split()))
