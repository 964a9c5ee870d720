"""Walls and empties: pages that stand where an article should be. They are looked for last, on pages that
`spiders.extraction.pagetype` takes for articles.

Observed: behind an article's link one meets a consent page, a login form, a page that says 404 with status
200, the shell of a script, or the opening of an article whose rest is for subscribers. All of them also occur
as mere parts of real articles: nearly every article carries a consent layer, a login form in its header and a
box that offers a subscription, and some are about cookies or about the error 404.

The rule: text decides first. A page from which ENOUGH_WORDS were extracted outside of links is an article
whatever else stands on it, and so is one of which RUN_WORDS in a row are most of the text, unless these words
speak of consent. Below that, a kind must show two independent signs: what the page says of itself (title,
heading, buttons, noscript) and how it is built (a password field, scripts without text). No page that states
an article (schema.org, `article:published_time`) is called a missing page or a consent page; a front page
that states many states none. Only the script shell may state one: it often does, for search engines.

A text of fewer words than a report has may be all that is left of one: the line that a script was to replace,
the notice that a site uses cookies, the regret that there is no such page. There the text itself says so, and
one sign is enough. What is shorter than REMNANT_WORDS is no text at all, unless a feed or the page itself
says that an article stands here; all else that is short lands with a flag (`metadata/flags.py`).

A paywall is a flag, never a refusal: what stands before it is the article's own text. It is believed when
schema.org or `article:content_tier` states it (many pages that do so deliver the whole text all the same),
or when a short text ends in a subscription's words, unquoted, or a box made for them is shown and not hidden.

Known exceptions: a consent page as long as an essay passes; a site in a language that `wall_words` does not
know is judged by its build alone, which finds script shells only. The costs are unequal: a refused article is
lost until its source is looked at again, an accepted wall is one odd row, which repetition soon removes.
Hence two signs, and the narrow phrases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import html

from spiders.extraction.markup.structured import Structured
from spiders.extraction.model import ExtractedBlock
from spiders.extraction.walls.facts import (
    WallFacts,
    count_words,
    is_below,
    own_texts,
    states_article,
    states_payment,
)
from spiders.extraction.walls.words import (
    CHALLENGE,
    CONSENT_BUTTON,
    CONSENT_NOTICE,
    CONSENT_TOPIC,
    CONSENT_VOICE,
    NEEDS_SCRIPT,
    NOT_FOUND,
    SIGN_IN,
    SUBSCRIBE,
    WAITING,
)
from warehouse.values import RejectionReason, WallKind

ENOUGH_WORDS = 250
RUN_WORDS = 40
SHELL_WORDS = 60
REMNANT_WORDS = 6
MUCH_TEXT = 80
"""Words in a row with which a page that calls itself missing, or wants a human, is a story about that."""
_QUOTED = re.compile(r"[\"“„«「『][^\"”“»」』]{0,200}[\"”“»」』]")
STATED = "the page states that it is not free"


@dataclass(frozen=True)
class Wall:
    """What stands in an article's place, or (a paywall) behind its beginning."""

    kind: RejectionReason | WallKind
    detail: str


def recognise(tree: html.HtmlElement, stated: Structured, blocks: Sequence[ExtractedBlock]) -> Wall | None:
    """The wall that a page is, from its tree, its statements and what was extracted; None for an article."""
    if states_article(stated) and sum(map(count_words, own_texts(blocks))) >= ENOUGH_WORDS:
        return (
            Wall(WallKind.PAYWALL, STATED) if states_payment(stated) else None
        )  # most pages: no look at the tree
    facts = WallFacts(tree, stated, blocks)
    rules = _OF_LONG_PAGES if facts.words >= ENOUGH_WORDS else _RULES
    return next((wall for rule in rules if (wall := rule(facts))), None)


def _script_only(facts: WallFacts) -> Wall | None:
    if facts.is_short and (said := _waits(facts)):
        return Wall(RejectionReason.SCRIPT_ONLY, f"all of its text is: {said}")
    if facts.visible_words >= SHELL_WORDS or facts.scripts == 0 or facts.words >= RUN_WORDS:
        return None
    if NEEDS_SCRIPT.search(facts.noscript) or NEEDS_SCRIPT.search(facts.text) or facts.visible_words < 10:
        return Wall(RejectionReason.SCRIPT_ONLY, f"{facts.visible_words} words and {facts.scripts} scripts")
    return None


def _waits(facts: WallFacts) -> str | None:
    """What stands where a script was to bring the text."""
    lines = [block.text for block in facts.blocks]
    if said := _said(NEEDS_SCRIPT, lines):
        return said
    said = _said(WAITING, (*lines, *facts.seen_lines))
    return said if said and facts.words - count_words(said) < REMNANT_WORDS else None


def _challenge(facts: WallFacts) -> Wall | None:
    if facts.states_article:
        return None
    said = _said(CHALLENGE, facts.labels)
    if said is None:
        said = _said(CHALLENGE, facts.text.split("\n"))
        said = None if said and _is_mostly_one_run(facts, MUCH_TEXT) else said
    if said is None or facts.visible_words >= ENOUGH_WORDS:
        return None
    return Wall(RejectionReason.CHALLENGE, f"the page says: {said}")


def _soft_404(facts: WallFacts) -> Wall | None:
    lines = [block.text for block in facts.blocks] if facts.is_short else []
    said = _said(NOT_FOUND, (*facts.labels, *lines))
    if said is None or facts.states_article or _is_mostly_one_run(facts, MUCH_TEXT):
        return None
    return Wall(RejectionReason.SOFT_404, f"the page says: {said}")


def _login(facts: WallFacts) -> Wall | None:
    said = _said(SIGN_IN, facts.labels)
    if said is None:
        return None
    asks = facts.has_password or (facts.has_email and facts.words < RUN_WORDS)
    if not asks or _is_mostly_one_run(facts, RUN_WORDS):
        return None
    return Wall(RejectionReason.LOGIN, f"the page wants a login: {said}")


def _consent(facts: WallFacts) -> Wall | None:
    if facts.is_short and (notice := _cookie_notice(facts)):
        return Wall(RejectionReason.CONSENT, f"all of its text is: {notice}")
    if facts.states_article:
        return None
    mentions = len(CONSENT_TOPIC.findall(facts.text))
    if mentions < 2 or mentions * 40 < facts.words:
        return None
    button = _said(CONSENT_BUTTON, facts.buttons)
    speaks = len(CONSENT_VOICE.findall(facts.text)) * 25 >= facts.words
    if button is None or not speaks:
        return None
    return Wall(
        RejectionReason.CONSENT, f"{mentions} mentions in {facts.words} words, and a button: {button}"
    )


def _cookie_notice(facts: WallFacts) -> str | None:
    """The notice that a site uses cookies, on a page that is not called by them, as a report on them is."""
    about_it = any(CONSENT_TOPIC.search(label) for label in facts.labels)
    return None if about_it else _said(CONSENT_NOTICE, [block.text for block in facts.blocks[:2]])


def remnant(blocks: Sequence[ExtractedBlock]) -> str | None:
    """The few words that stand in a text's place, None where there are more."""
    return " ".join(block.text for block in blocks)[:80] if is_below(blocks, REMNANT_WORDS) else None


def _paywall(facts: WallFacts) -> Wall | None:
    if facts.stated_paid:
        return Wall(WallKind.PAYWALL, STATED)
    said = SUBSCRIBE.search(facts.paywall_box) or SUBSCRIBE.search(_QUOTED.sub(" ", facts.ending))
    return Wall(WallKind.PAYWALL, f"{facts.words} words, then: {said[0][:80]}") if said else None


def _stated_paywall(facts: WallFacts) -> Wall | None:
    return Wall(WallKind.PAYWALL, STATED) if facts.stated_paid else None


Rule = Callable[[WallFacts], Wall | None]
_RULES: tuple[Rule, ...] = (_script_only, _challenge, _soft_404, _login, _consent, _paywall)
_OF_LONG_PAGES: tuple[Rule, ...] = (_stated_paywall,)


def _is_mostly_one_run(facts: WallFacts, words: int) -> bool:
    """Whether so many words in a row are most of the page's text: a story, whatever stands around it."""
    return facts.longest_run >= words and 2 * facts.longest_run >= facts.words


def _said(pattern: re.Pattern[str], labels: Sequence[str]) -> str | None:
    return next((label[:80] for label in labels if len(label) < 160 and pattern.search(label)), None)
