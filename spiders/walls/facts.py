"""What the rules of `spiders.walls.rules` look at, read from a page; no decision is taken here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from spiders.extraction.model import ExtractedBlock
from spiders.extraction.structured import Structured, texts

HEADLINE_WORDS = 4
MAX_TEXT_CHARS = 10_000
MANY_ARTICLES = 4

_IDEOGRAPH = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_WORD = re.compile(r"\w+")
_ARTICLE_TYPE = re.compile(r"(Article|Posting)$")
_UNSEEN = "self::script or self::style or self::template or self::noscript"
_SEEN_TEXT = f".//text()[not(ancestor::*[{_UNSEEN}])]"
_PAYWALL_BOX = re.compile(
    r"pay-?wall|subscri(be|ption)-?(wall|box|offer)|(premium|piano|plus)-?(wall|offer)", re.I
)


@dataclass(frozen=True)
class Facts:
    """Counts and texts of one page. Words of a text without spaces are counted as half of its characters.

    `words` and `longest_run` are of the extracted text outside of links; a run is broken by a headline link.
    `text` is what was extracted or, where nothing was, the start of what is visible.
    """

    labels: tuple[str, ...]
    words: int
    longest_run: int
    visible_words: int
    text: str
    states_article: bool
    buttons: tuple[str, ...]
    has_password: bool
    has_email: bool
    scripts: int
    noscript: str
    headline_links: int
    stated_paid: bool
    paywall_box: str


def facts_of(tree: html.HtmlElement, stated: Structured, blocks: Sequence[ExtractedBlock]) -> Facts:
    visible = " ".join(str(text) for text in tree.xpath(_SEEN_TEXT, smart_strings=False))
    own = own_texts(blocks)
    links = tree.xpath("//a[not(ancestor::footer or ancestor::nav)]")
    return Facts(
        labels=_labels(tree),
        words=sum(map(count_words, own)),
        longest_run=_longest_run(tree, "\n".join(own)),
        visible_words=count_words(visible),
        text="\n".join(block.text for block in blocks) or visible[:MAX_TEXT_CHARS],
        states_article=states_article(stated),
        buttons=_texts(tree, "//button | //input[@type='submit' or @type='button'] | //a"),
        has_password=bool(tree.xpath("//input[@type='password']")),
        has_email=bool(tree.xpath("//input[@type='email' or @name='email' or @name='username']")),
        scripts=len(tree.xpath("//script[not(contains(@type, 'json'))]")),
        noscript=" ".join(_texts(tree, "//noscript")),
        headline_links=sum(1 for link in links if _is_headline(link)),
        stated_paid=states_payment(stated),
        paywall_box=" ".join(_paywall_boxes(tree)),
    )


def own_texts(blocks: Sequence[ExtractedBlock]) -> list[str]:
    """What was extracted outside of links and headings."""
    return [block.text for block in blocks if block.link_density < 0.5 and block.kind != "heading"]


def count_words(text: str) -> int:
    """Words of a text; two characters of a script without spaces count as one."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return ideographs // 2 + len(_WORD.findall(_IDEOGRAPH.sub(" ", text)))


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
    """schema.org booleans come as JSON booleans, as text, and as addresses (`http://schema.org/False`)."""
    return value is False or any(text.lower().rpartition("/")[2] == "false" for text in texts(value))


def _labels(tree: html.HtmlElement) -> tuple[str, ...]:
    """What a page introduces itself with: its title, and its first headings of the highest level."""
    headings = _texts(tree, "//h1") or _texts(tree, "//h2")
    return _texts(tree, "//head/title")[:1] + headings[:3]


def _texts(tree: html.HtmlElement, path: str) -> tuple[str, ...]:
    found = (_plain(element) or element.get("value") or "" for element in tree.xpath(path))
    return tuple(text for text in found if text)


def _longest_run(tree: html.HtmlElement, extracted: str) -> int:
    longest = run = 0
    for text, after_headline in _text_nodes(tree):
        run = 0 if after_headline else run
        if text and text in extracted:
            run += count_words(text)
            longest = max(longest, run)
    return longest


def _text_nodes(tree: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """Every text node in reading order, spaces tidied, and whether a headline link begins before it."""
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        text = (element.text if event == "start" else element.tail) or ""
        yield " ".join(text.split()), event == "start" and element.tag == "a" and _is_headline(element)


def _is_headline(link: html.HtmlElement) -> bool:
    """A link of several words with no text beside it; links in a running sentence have some."""
    before = link.getprevious().tail if link.getprevious() is not None else link.getparent().text
    alone = not (before or "").strip() and not (link.tail or "").strip()
    return alone and count_words(_plain(link)) >= HEADLINE_WORDS


def _paywall_boxes(tree: html.HtmlElement) -> list[str]:
    marked = tree.xpath("//*[@class or @id]")
    boxes = (
        element for element in marked if _PAYWALL_BOX.search(f"{element.get('class')} {element.get('id')}")
    )
    return [_plain(box)[:2_000] for box in boxes]


def _plain(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())
