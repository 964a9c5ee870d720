"""How the text of a page is divided: its own story, and entries that lead to other pages.

Theory. A list and a story may hold the same elements, headlines with text below, but in a list each headline
is a link to another page of the site and the text belongs to it, while a story stands below a heading that
links nowhere (or to itself). So the extracted words are counted to the linked heading in whose entry they
stand: the largest element around a heading that holds no second linked heading. All other words are the
page's own. Where headings and entries share one parent, words belong to the last linked heading before them.
A mistake counts a story's words to a teaser in its middle, hence two entries at least make a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from spiders.extraction.markup.leaves import spaced_text
from spiders.extraction.model import ExtractedBlock
from spiders.extraction.walls.facts import CODE, count_words, own_texts

MAX_HEADINGS = 200
MIN_ENTRY_WORDS = 8
"""Words below a linked heading that make it an entry with an excerpt."""
MIN_SENTENCE_WORDS = 8
NEAR_WORDS = 12
"""Words beside a heading (a date, a name) that do not yet make its parent an entry of its own."""
MIN_PART = 12
"""Characters of a text node that is looked for in the extracted text."""

MIN_TITLE = 4
"""Characters of a heading that is looked for in the page's title."""

_TITLE_CLASS = re.compile(r"(^|[\s_-])(title|headline)s?($|[\s_-])|title$")
_HEADINGS = ("h1", "h2", "h3", "h4")
_OUTSIDE = ("nav", "footer", "aside", "script", "style", "noscript", "template")


@dataclass(frozen=True)
class Structure:
    """Words of the extracted text: in runs of the page's own, and below headings that link elsewhere.

    `linked_headings` are all headings that link to another page of the site, `entries` those with text.
    `leading_entry` says that the text begins below such a heading, `has_own_headline` that a heading is what
    the page is called.
    """

    own_words: int
    longest_run: int
    entry_words: int
    entries: int
    linked_headings: int
    has_own_headline: bool
    leading_entry: bool


def structure_of(
    tree: html.HtmlElement, blocks: Sequence[ExtractedBlock], url: str, titles: str
) -> Structure:
    """The structure of the page at `url`, of which `blocks` were extracted; `titles` is what it is called."""
    said = {
        heading: text for heading in islice(_headings(tree), MAX_HEADINGS) if (text := spaced_text(heading))
    }
    headings = list(said)
    named = {heading for heading, text in said.items() if _is_named(text, titles)}
    linked = {h: target for h in headings if h not in named and (target := _target(h, url))}
    runs = _runs(tree, linked, named, _cards(linked), "\n".join(_sentences(blocks)))
    own = [words for heading, words in runs if heading is None]
    of_entries: dict[html.HtmlElement, int] = {}
    for heading, words in runs:
        if heading is not None:
            of_entries[heading] = of_entries.get(heading, 0) + words
    excerpts = {linked[heading] for heading, words in of_entries.items() if words >= MIN_ENTRY_WORDS}
    return Structure(
        own_words=sum(own),
        longest_run=max(own, default=0),
        entry_words=sum(of_entries.values()),
        entries=len(excerpts),
        linked_headings=len(set(linked.values())),
        has_own_headline=any(heading not in linked and heading.tag != "a" for heading in named),
        leading_entry=next((heading is not None for heading, words in runs if words), False),
    )


def _sentences(blocks: Sequence[ExtractedBlock]) -> list[str]:
    """What was extracted outside of links and is long enough for a sentence: no rows of dates and labels."""
    texts = (" ".join(text.split()) for text in own_texts(blocks))
    return [text for text in texts if count_words(text) >= MIN_SENTENCE_WORDS]


def _headings(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Headings, and links that a class calls a title, outside of what is navigation."""
    for heading in tree.iter(*_HEADINGS, "a"):
        if heading.tag == "a" and not _is_title_link(heading):
            continue
        if next(heading.iterancestors(*_OUTSIDE), None) is None:
            yield heading


def _is_title_link(link: html.HtmlElement) -> bool:
    words = link.get("class")
    return words is not None and _is_title_class(words) and next(link.iterancestors(*_HEADINGS), None) is None


@lru_cache(maxsize=3_000)
def _is_title_class(words: str) -> bool:
    """Whether a class says that a link is a title; the same few stand on all pages of a site."""
    return _TITLE_CLASS.search(words.lower()) is not None


def _is_named(heading: str, titles: str) -> bool:
    """Whether a heading is what the page is called, and so its own though it may be a link."""
    return len(heading) >= MIN_TITLE and heading.casefold() in titles


def _target(heading: html.HtmlElement, url: str) -> str | None:
    """The other page of the same host that a heading links to; not the front page, whose name it then is."""
    link = next(heading.iter("a"), None)  # the heading itself, where it is a link
    if link is None:
        link = next(heading.iterancestors("a"), None)
    if link is None:
        link = _overlay(heading)
    href = (link.get("href") or "").strip() if link is not None else ""
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return None
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, href))
        same_host = _host(there.hostname) == _host(here.hostname)
    except ValueError:
        return None
    path, own = there.path.rstrip("/"), here.path.rstrip("/")
    if not same_host or path in ("", "/index.html") or (path == own and there.query == here.query):
        return None
    return f"{path}?{there.query}"


def _overlay(heading: html.HtmlElement) -> html.HtmlElement | None:
    """The empty link that a style lays over the whole entry of a heading."""
    entry = next(heading.iterancestors("article", "li"), None)
    if entry is None:
        return None
    return next((link for link in entry.iter("a") if not len(link) and not (link.text or "").strip()), None)


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def _cards(linked: dict[html.HtmlElement, str]) -> dict[html.HtmlElement, html.HtmlElement]:
    """The entry of each linked heading, by the element that ends it."""
    if not linked:
        return {}
    around = _counts(linked)
    main = _counts(next(iter(linked)).getroottree().getroot().iter("h1"))
    return {_card(heading, around, main): heading for heading in linked}


def _counts(headings: Iterable[html.HtmlElement]) -> Counter[html.HtmlElement]:
    """How many of these headings each element is, or holds."""
    return Counter(around for heading in headings for around in (heading, *heading.iterancestors()))


def _card(
    heading: html.HtmlElement, around: Counter[html.HtmlElement], main: Counter[html.HtmlElement]
) -> html.HtmlElement:
    """The largest element around a heading that holds no other linked heading, and no main content.

    A single linked heading of a page would claim all of it: its entry is the first element with text of its
    own.
    """
    card, alone = heading, max(around.values()) < 2
    for ancestor in heading.iterancestors():
        if ancestor.tag in ("main", "body") or around[ancestor] > 1 or main[ancestor] > (heading.tag == "h1"):
            break
        if alone and _beside(card, heading) > NEAR_WORDS:
            break
        card = ancestor
    return card


def _beside(card: html.HtmlElement, heading: html.HtmlElement) -> int:
    return count_words(spaced_text(card)) - count_words(spaced_text(heading))


def _runs(
    tree: html.HtmlElement,
    linked: dict[html.HtmlElement, str],
    named: set[html.HtmlElement],
    cards: dict[html.HtmlElement, html.HtmlElement],
    extracted: str,
) -> list[tuple[html.HtmlElement | None, int]]:
    """Words of the extracted text in reading order, each run with the linked heading it belongs to."""
    runs: list[tuple[html.HtmlElement | None, int]] = []
    current: html.HtmlElement | None = None
    words = links = 0
    headings = named.union(linked)
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if element in headings:
                runs.append((current, words))
                current, words = (element if element in linked else None), 0
            links += tag == "a"
            text = None if links or tag in CODE else element.text
        else:
            if current is not None and current is cards.get(element) is not element:
                runs.append((current, words))
                current, words = None, 0
            links -= tag == "a"
            text = None if links else element.tail
        if not text or len(text) < MIN_PART or text.isspace():
            continue
        text = " ".join(text.split())
        if len(text) >= MIN_PART and text in extracted:
            around = element if event == "start" else element.getparent()
            words += 0 if _in_heading(around) else count_words(text)
    return [*runs, (current, words)]


def _in_heading(around: html.HtmlElement | None) -> bool:
    while around is not None and around.tag in ("a", "span", "em", "strong", "b", "i"):
        around = around.getparent()
    return around is not None and around.tag in _HEADINGS
