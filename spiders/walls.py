"""Walls and empties: pages that stand where an article should be.

Observed: behind an article's link one meets a consent page, a login form, a page that says 404 with status
200, the shell of a script, a list of other articles, or the opening of an article whose rest is for
subscribers. All of them also occur as mere parts of real articles: nearly every article carries a consent
layer, a login form in its header, a list of other articles and a box that offers a subscription, and some
are about cookies or about the error 404.

The rule: text decides first. A page from which ENOUGH_WORDS were extracted outside of links is an article
whatever else stands on it. Below that, a kind must show two independent signs: what the page says of itself
(title, heading, buttons, noscript) and how it is built (a password field, scripts without text, headline
links between all of its paragraphs). No page that states an article (schema.org, `article:published_time`)
is called a list, a missing page or a consent page. Only the script shell may state one: it often does, for
search engines. A list is told from a news flash among links by its longest run: the words that follow each
other without a headline link between them.

A paywall is a flag, never a refusal: what stands before it is the article's own text. It is believed when
schema.org or `article:content_tier` states it (many pages that do so deliver the whole text all the same),
or when a short text comes with a subscription's words in a box made for them.

Known exceptions: a news flash of one sentence among many links, without any statement, is called a list;
a consent page as long as an essay passes; a site in a language that `wall_words` does not know is judged
by its build alone, which finds script shells and lists only. The costs are unequal: a refused article is
lost until its source is looked at again, an accepted wall is one odd row, which repetition soon removes.
Hence two signs, and the narrow phrases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from spiders.extraction.model import ExtractedBlock
from spiders.extraction.structured import Structured, texts
from spiders.wall_words import (
    CONSENT_BUTTON,
    CONSENT_TOPIC,
    CONSENT_VOICE,
    NEEDS_SCRIPT,
    NOT_FOUND,
    SIGN_IN,
    SUBSCRIBE,
)

ENOUGH_WORDS = 250
RUN_WORDS = 40
SHELL_WORDS = 60
LIST_LINKS = 8
HEADLINE_WORDS = 4
MAX_TEXT_CHARS = 10_000
STATED = "the page states that it is not free"

_IDEOGRAPH = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_WORD = re.compile(r"\w+")
_UNSEEN = "self::script or self::style or self::template or self::noscript"
_SEEN_TEXT = f".//text()[not(ancestor::*[{_UNSEEN}])]"
_PAYWALL_BOX = re.compile(
    r"pay-?wall|subscri(be|ption)-?(wall|box|offer)|(premium|piano|plus)-?(wall|offer)", re.I
)


@dataclass(frozen=True)
class Wall:
    """What stands in an article's place: paywall, consent, login, soft_404, script_only or index_page."""

    kind: str
    detail: str


@dataclass(frozen=True)
class Facts:
    """What the rules look at. Words of a text without spaces are counted as half of its characters."""

    labels: tuple[str, ...]
    words: int
    longest_run: int
    visible_words: int
    text: str
    states_article: bool
    buttons: tuple[str, ...]
    has_password: bool
    scripts: int
    noscript: str
    headline_links: int
    stated_paid: bool
    paywall_box: str


def recognise(tree: html.HtmlElement, stated: Structured, blocks: Sequence[ExtractedBlock]) -> Wall | None:
    """The wall that a page is, from its tree, its statements and what was extracted; None for an article."""
    if sum(map(count_words, _own_texts(blocks))) >= ENOUGH_WORDS:  # most pages: spares a look at the tree
        return Wall("paywall", STATED) if _stated_paid(stated) else None
    facts = facts_of(tree, stated, blocks)
    return next((wall for rule in _RULES if (wall := rule(facts))), None)


def facts_of(tree: html.HtmlElement, stated: Structured, blocks: Sequence[ExtractedBlock]) -> Facts:
    visible = " ".join(str(text) for text in tree.xpath(_SEEN_TEXT))
    own = _own_texts(blocks)
    return Facts(
        labels=_labels(tree),
        words=sum(map(count_words, own)),
        longest_run=_longest_run(tree, "\n".join(own)),
        visible_words=count_words(visible),
        text="\n".join(block.text for block in blocks) or visible[:MAX_TEXT_CHARS],
        states_article=bool(stated.article) or stated.first_meta("article:published_time") is not None,
        buttons=_texts(tree, "//button | //input[@type='submit' or @type='button'] | //a"),
        has_password=bool(tree.xpath("//input[@type='password']")),
        scripts=len(tree.xpath("//script[not(contains(@type, 'json'))]")),
        noscript=" ".join(_texts(tree, "//noscript")),
        headline_links=sum(
            1 for link in tree.xpath("//a[not(ancestor::footer or ancestor::nav)]") if _is_headline(link)
        ),
        stated_paid=_stated_paid(stated),
        paywall_box=" ".join(_paywall_boxes(tree)),
    )


def _own_texts(blocks: Sequence[ExtractedBlock]) -> list[str]:
    return [block.text for block in blocks if block.link_density < 0.5 and block.kind != "heading"]


def count_words(text: str) -> int:
    """Words of a text; two characters of a script without spaces count as one."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return ideographs // 2 + len(_WORD.findall(_IDEOGRAPH.sub(" ", text)))


def _script_only(facts: Facts) -> Wall | None:
    if facts.visible_words >= SHELL_WORDS or facts.scripts == 0:
        return None
    if NEEDS_SCRIPT.search(facts.noscript) or NEEDS_SCRIPT.search(facts.text) or facts.visible_words < 10:
        return Wall("script_only", f"{facts.visible_words} words and {facts.scripts} scripts")
    return None


def _soft_404(facts: Facts) -> Wall | None:
    said = _said(NOT_FOUND, facts.labels)
    if said is None or facts.states_article or facts.words >= ENOUGH_WORDS:
        return None
    return Wall("soft_404", f"the page says: {said}")


def _login(facts: Facts) -> Wall | None:
    if not facts.has_password or facts.words >= ENOUGH_WORDS:
        return None
    said = _said(SIGN_IN, facts.labels)
    if said is None or (facts.states_article and facts.longest_run >= RUN_WORDS):
        return None
    return Wall("login", f"the page asks for a password: {said}")


def _consent(facts: Facts) -> Wall | None:
    if facts.states_article or facts.words >= ENOUGH_WORDS:
        return None
    button = _said(CONSENT_BUTTON, facts.buttons)
    mentions = len(CONSENT_TOPIC.findall(facts.text))
    speaks = len(CONSENT_VOICE.findall(facts.text)) * 25 >= facts.words
    if button is None or not speaks or mentions < 2 or mentions * 40 < facts.words:
        return None
    return Wall("consent", f"{mentions} mentions in {facts.words} words, and a button: {button}")


def _index_page(facts: Facts) -> Wall | None:
    if facts.states_article or facts.longest_run >= RUN_WORDS or facts.words >= ENOUGH_WORDS:
        return None
    if facts.headline_links < LIST_LINKS:
        return None
    return Wall(
        "index_page", f"{facts.headline_links} headlines, at most {facts.longest_run} words between two"
    )


def _paywall(facts: Facts) -> Wall | None:
    if facts.stated_paid:
        return Wall("paywall", STATED)
    said = SUBSCRIBE.search(facts.paywall_box)
    if said and facts.words < ENOUGH_WORDS:
        return Wall("paywall", f"{facts.words} words, then: {said[0][:80]}")
    return None


_RULES: tuple[Callable[[Facts], Wall | None], ...] = (
    _script_only,
    _soft_404,
    _login,
    _consent,
    _index_page,
    _paywall,
)


def _said(pattern: re.Pattern[str], labels: Sequence[str]) -> str | None:
    return next((label[:80] for label in labels if len(label) < 160 and pattern.search(label)), None)


def _labels(tree: html.HtmlElement) -> tuple[str, ...]:
    """What a page introduces itself with: its title, and its first headings of the highest level."""
    headings = _texts(tree, "//h1") or _texts(tree, "//h2")
    return _texts(tree, "//head/title")[:1] + headings[:3]


def _texts(tree: html.HtmlElement, path: str) -> tuple[str, ...]:
    found = (_plain(element) or element.get("value") or "" for element in tree.xpath(path))
    return tuple(text for text in found if text)


def _longest_run(tree: html.HtmlElement, extracted: str) -> int:
    """Words of the extracted text that follow each other without a headline link between them."""
    longest = run = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start" and element.tag == "a" and _is_headline(element):
            run = 0
        text = (element.text if event == "start" else element.tail) or ""
        if text.strip() and text.strip() in extracted:
            run += count_words(text)
            longest = max(longest, run)
    return longest


def _is_headline(link: html.HtmlElement) -> bool:
    return count_words(_plain(link)) >= HEADLINE_WORDS


def _paywall_boxes(tree: html.HtmlElement) -> list[str]:
    boxes = (
        e for e in tree.xpath("//*[@class or @id]") if _PAYWALL_BOX.search(f"{e.get('class')} {e.get('id')}")
    )
    return [_plain(box)[:2_000] for box in boxes]


def _plain(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _stated_paid(stated: Structured) -> bool:
    tier = stated.first_meta("article:content_tier") or ""
    return tier.lower() == "locked" or _is_false(stated.article.get("isAccessibleForFree"))


def _is_false(value: Any) -> bool:
    """schema.org booleans come as JSON booleans, as text, and as addresses (`http://schema.org/False`)."""
    return value is False or any(text.lower().rpartition("/")[2] == "false" for text in texts(value))
