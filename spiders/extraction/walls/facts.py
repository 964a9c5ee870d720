"""What the rules of `spiders.extraction.walls.rules` look at, read from a page; no decision is taken here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from lxml import etree, html

from spiders.extraction.markup.leaves import spaced_text
from spiders.extraction.markup.structured import Structured, texts
from spiders.extraction.model import ExtractedBlock

HEADLINE_WORDS = 4
MAX_TEXT_CHARS = 10_000
MANY_ARTICLES = 4
LAST_BLOCKS = 3
MAX_LINES = 500
SHORT_WORDS = 30
"""Words that are enough for a report; below, a text may be what was left of one."""
LETTERS_PER_WORD = 6
"""As many as a word has in most languages, with the space behind it."""

_IDEOGRAPH = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_WORD = re.compile(r"\w+")
_ASCII_WORDS = bytes(b"a"[0] if _WORD.match(chr(byte)) else b" "[0] for byte in range(128)).ljust(256)
"""What `bytes.translate` puts for each character of ASCII: the same for all that words have."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ARTICLE_TYPE = re.compile(r"(Article|Posting)$")
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
CODE = frozenset({"script", "style"})
"""Elements whose text is none of the page's; it may be longer than all others together."""
MOST_WORDS = 250
"""Visible words up to which they are counted: more tell nothing, and pages have thousands."""
_PAYWALL_BOX = re.compile(r"pay-?wall|subscri(be|ption)-?(wall|box|offer)|(premium|piano|plus)-?(wall|offer)")


@dataclass(frozen=True)
class WallFacts:
    """Counts and texts of one page, each read when it is first needed: most rules need few of them.

    Words of a text without spaces are counted as half of its characters.
    """

    tree: html.HtmlElement
    stated: Structured
    blocks: Sequence[ExtractedBlock]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What the page introduces itself with: its title, and its first headings of the highest level."""
        headings = self._texts("//h1") or self._texts("//h2")
        return self._texts("//head/title")[:1] + headings[:3]

    @cached_property
    def words(self) -> int:
        """Words of the extracted text outside of links."""
        return sum(map(count_words, own_texts(self.blocks)))

    @cached_property
    def is_short(self) -> bool:
        """Whether what was extracted is no more than a caption, a teaser or a notice."""
        return is_short(self.blocks)

    @cached_property
    def longest_run(self) -> int:
        """Words of the extracted text outside of links that no headline link stands between."""
        blocks = set(own_texts(self.blocks))
        extracted = "\n".join(own_texts(self.blocks))
        longest = run = 0
        for text, after_headline in _text_nodes(self.tree):
            run = 0 if after_headline else run
            if text and (text in blocks or text in extracted):
                run += count_words(text)
                longest = max(longest, run)
        return longest

    @cached_property
    def visible_words(self) -> int:
        """Words that a reader sees, at most MOST_WORDS and those of one more text."""
        words = 0
        for text in _seen_texts(self.tree):
            words += count_words(text)
            if words >= MOST_WORDS:
                break
        return words

    @cached_property
    def text(self) -> str:
        """What was extracted or, where nothing was, the start of what is visible."""
        return "\n".join(block.text for block in self.blocks) or self._visible

    @cached_property
    def ending(self) -> str:
        """The last blocks of the extracted text, where one that is cut off for subscribers says so."""
        return "\n".join(block.text for block in self.blocks[-LAST_BLOCKS:])

    @cached_property
    def states_article(self) -> bool:
        return states_article(self.stated)

    @cached_property
    def buttons(self) -> tuple[str, ...]:
        return self._texts("//button | //input[@type='submit' or @type='button'] | //a")

    @cached_property
    def has_password(self) -> bool:
        return bool(self.tree.xpath("//input[@type='password']"))

    @cached_property
    def has_email(self) -> bool:
        return bool(self.tree.xpath("//input[@type='email' or @name='email' or @name='username']"))

    @cached_property
    def scripts(self) -> int:
        return len(self.tree.xpath("//script[not(contains(@type, 'json'))]"))

    @cached_property
    def noscript(self) -> str:
        return " ".join(self._texts("//noscript"))

    @cached_property
    def stated_paid(self) -> bool:
        return states_payment(self.stated)

    @cached_property
    def paywall_box(self) -> str:
        """The texts of boxes whose class or id says that they stand before a paid text, hidden ones left out:
        templates carry the box on every page, and a script shows it where the reader has to pay."""
        boxes = (box for box in self.tree.iter() if _is_paywall_box(box.get("class"), box.get("id")))
        return " ".join(spaced_text(box)[:2_000] for box in boxes if not _is_hidden(box))

    @property
    def seen_lines(self) -> list[str]:
        """The first texts of the page that a browser shows, tidied."""
        return [" ".join(text.split()) for text in islice(_seen_texts(self.tree), MAX_LINES)]

    @cached_property
    def _visible(self) -> str:
        return " ".join(islice(_seen_texts(self.tree), MAX_TEXT_CHARS))[:MAX_TEXT_CHARS]

    def _texts(self, path: str) -> tuple[str, ...]:
        found = (spaced_text(element) or element.get("value") or "" for element in self.tree.xpath(path))
        return tuple(text for text in found if text)


@lru_cache(maxsize=3_000)
def _is_paywall_box(classes: str | None, name: str | None) -> bool:
    """Whether class or id tell a box before a paid text; the same few stand on all pages of a site."""
    return _PAYWALL_BOX.search(f"{classes} {name}".lower()) is not None


def own_texts(blocks: Sequence[ExtractedBlock]) -> list[str]:
    """What was extracted outside of links and headings."""
    return [block.text for block in blocks if block.link_density < 0.5 and block.kind != "heading"]


def is_short(blocks: Sequence[ExtractedBlock]) -> bool:
    """Whether a text has fewer than SHORT_WORDS words, and is not long in a script without spaces."""
    return is_below(blocks, SHORT_WORDS)


def is_below(blocks: Sequence[ExtractedBlock], words: int) -> bool:
    """Whether a text outside of headings has fewer words, and fewer letters than so many words have.

    Thai and its like write words without spaces, so letters count too.
    """
    texts = [block.text for block in blocks if block.kind != "heading"]
    return sum(map(len, texts)) < LETTERS_PER_WORD * words and sum(map(count_words, texts)) < words


def count_words(text: str) -> int:
    """Words of a text; two characters of a script without spaces count as one."""
    return _counted(text) if len(text) < MAX_TEXT_CHARS else _words_of(text)


def _words_of(text: str) -> int:
    if text.isascii():  # most texts are; a table of bytes takes a fifth of a pattern's time
        return (b" " + text.encode().translate(_ASCII_WORDS)).count(b" a")
    ideographs = len(_IDEOGRAPH.findall(text))
    return ideographs // 2 + len(_WORD.findall(_IDEOGRAPH.sub(" ", text) if ideographs else text))


_counted = lru_cache(maxsize=2_000)(_words_of)
"""Several rules count the same blocks of a page; long ones are not remembered."""


def states_article(stated: Structured) -> bool:
    """Whether a page states one article; stating MANY_ARTICLES and more is what a front page does."""
    kinds = (kind for node in stated.nodes for kind in texts(node.get("@type")))
    articles = sum(1 for kind in kinds if _ARTICLE_TYPE.search(kind))
    published = stated.first_meta("article:published_time") is not None
    return published or (bool(stated.article) and articles < MANY_ARTICLES)


def states_payment(stated: Structured) -> bool:
    """Whether a page states that its article is not free.

    What schema.org says of the article counts first (JSON-LD, then microdata), then what it says of a part of
    the page, then `article:content_tier`.
    """
    parts = (node for node in stated.nodes if "WebPageElement" in texts(node.get("@type")))
    said = [stated.article.get("isAccessibleForFree"), stated.first_meta("isaccessibleforfree")]
    said += [part.get("isAccessibleForFree") for part in parts]
    first = next((value for value in said if value is not None), None)
    if first is not None:
        return _is_false(first)
    return (stated.first_meta("article:content_tier") or "").lower() == "locked"


def _is_false(value: Any) -> bool:
    """schema.org booleans come as JSON booleans, as text, and as URLs (`http://schema.org/False`)."""
    return value is False or any(text.lower().rpartition("/")[2] == "false" for text in texts(value))


def _seen_texts(tree: html.HtmlElement) -> Iterator[str]:
    """The text nodes of a tree in reading order, without those that no browser shows."""
    stack: list[tuple[html.HtmlElement, bool]] = [(tree, True)]
    while stack:
        element, is_begun = stack.pop()
        if not is_begun:
            yield element.tail or ""
            continue
        if element.tag in _UNSEEN:
            continue
        yield element.text or ""
        for child in reversed(element):
            stack += ((child, False), (child, True))


def _text_nodes(tree: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """Every text node in reading order, spaces tidied, and whether a headline link begins before it."""
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_begun = event == "start"
        text = "" if is_begun and element.tag in CODE else (element.text if is_begun else element.tail) or ""
        yield " ".join(text.split()), is_begun and element.tag == "a" and is_headline(element)


def is_headline(link: html.HtmlElement) -> bool:
    """A link of several words with no text beside it; links in a running sentence have some."""
    before = link.getprevious().tail if link.getprevious() is not None else link.getparent().text
    alone = not (before or "").strip() and not (link.tail or "").strip()
    return alone and count_words(spaced_text(link)) >= HEADLINE_WORDS


def _is_hidden(element: html.HtmlElement) -> bool:
    around = (element, *element.iterancestors())
    return any(
        one.get("hidden") is not None
        or one.get("inert") is not None
        or _HIDDEN.search(one.get("style") or "")
        for one in around
    )
