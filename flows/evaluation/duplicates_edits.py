"""The ways in which outlets change a story they carry, as seeded functions of its paragraphs.

Each takes the paragraphs of the true text, a random generator and paragraphs of unrelated stories in the
same language, and gives the paragraphs of the copy. Rates are what editors and old scanners do, not what is
easy to find: half of the paragraphs may go, one word in eight may be misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from flows.evaluation.duplicates_wording import (
    first_share,
    later,
    misread,
    mistype,
    per_word,
    reworded,
    sentences,
    tokens,
)

Edit = Callable[[list[str], Random, Sequence[str]], list[str]]

_LEFTOVERS = (
    "Advertisement",
    "Share this article on Facebook, X and WhatsApp",
    "Photo: agency",
    "Sign up for the newsletter and never miss a story",
    "Continue reading below",
    "Enable JavaScript to see this content",
)


def headline(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """Another headline, byline and dateline; an agency line at the end."""
    title = "".join(tokens(rng.choice(others))[: rng.randint(6, 12)])
    place = rng.choice(("LONDON", "Berlin, Tuesday", "NEW YORK (Agency)", "From our correspondent"))
    first = f"{place} - {paragraphs[0]}"
    return [
        title,
        f"By staff writer {rng.randint(1, 99)}",
        first,
        *paragraphs[1:],
        "Agency contributed to this report.",
    ]


def dropped(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """A quarter to a half of the sentences cut, wherever they stand."""
    units = sentences(paragraphs)
    kept = max(2, round(len(units) * rng.uniform(0.5, 0.75)))
    return [units[i] for i in sorted(rng.sample(range(len(units)), min(kept, len(units))))]


def truncated(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """The first third to two thirds, cut in mid-sentence."""
    return [first_share(paragraphs, rng.uniform(0.3, 0.7)) + "…"]


def teaser(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """The first sentences, 30 to 80 words, before a wall."""
    words = tokens("\n".join(paragraphs))
    return ["".join(words[: rng.randint(30, 80)]) + " …", "Subscribe to read on."]


def local_head(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """One to three paragraphs of the outlet's own, in place of the lead."""
    return [*rng.sample(others, rng.randint(1, 3)), *paragraphs[1:]]


def local_tail(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """The last quarter makes room for background of the outlet's own."""
    kept = max(1, round(len(paragraphs) * 0.75))
    return [*paragraphs[:kept], *rng.sample(others, rng.randint(1, 4))]


def reordered(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """Everything but the lead in another order."""
    units = sentences(paragraphs)
    rest = units[1:]
    rng.shuffle(rest)
    return [units[0], *rest]


def typos(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """One word in twenty mistyped."""
    return [per_word(paragraph, rng, 0.05, mistype) for paragraph in paragraphs]


def ocr(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """One word in eight misread by a scanner, numbers too; lines broken."""
    return [per_word(paragraph, rng, 0.125, misread) for paragraph in paragraphs]


def live_update(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """New paragraphs on top, later figures, a fifth of the old text gone."""
    units = sentences(paragraphs)
    kept = [unit for unit in units if rng.random() > 0.2] or units
    newer = [re.sub(r"\d+", lambda found: later(found[0], rng), unit) for unit in kept]
    return [*rng.sample(others, 2), *newer]


def rewrite(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """Most sentences touched: words swapped for others, openings added, clauses moved, some left out."""
    return [reworded(unit, rng) for unit in sentences(paragraphs) if rng.random() > 0.15]


def digest(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """The first two thirds as one item among others."""
    item = sentences(paragraphs)
    kept = item[: max(3, round(len(item) * 0.66))]
    around = rng.sample(others, min(len(others), rng.randint(4, 8)))
    return [*around[:2], *kept, *around[2:]]


def brief(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """A note of three to six sentences: the first, and some of the others."""
    units = sentences(paragraphs)
    kept = sorted(rng.sample(range(1, len(units)), min(rng.randint(2, 5), len(units) - 1)))
    return [" ".join([units[0], *(units[i] for i in kept)])]


def dirty(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """What a careless extraction leaves between paragraphs."""
    leftovers = [*_LEFTOVERS, *(f"Read also: {''.join(tokens(other)[:9])}" for other in others)]
    return [line for paragraph in paragraphs for line in (paragraph, *_left(rng, leftovers))]


def merged(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """Two thirds of the story worked into paragraphs of the outlet's own."""
    units = sentences(paragraphs)
    kept = units[: max(3, round(len(units) * 0.67))]
    half = len(kept) // 2
    own = rng.sample(others, min(len(others), 3))
    return [*own[:1], *kept[:half], *own[1:2], *kept[half:], *own[2:]]


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        headline,
        dropped,
        truncated,
        teaser,
        local_head,
        local_tail,
        reordered,
        typos,
        ocr,
        live_update,
        rewrite,
        digest,
        brief,
        dirty,
        merged,
    )
}


def _left(rng: Random, leftovers: Sequence[str]) -> list[str]:
    return [rng.choice(leftovers)] if rng.random() < 0.4 else []
