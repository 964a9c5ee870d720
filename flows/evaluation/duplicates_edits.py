"""The ways in which outlets change a story they carry, as seeded functions of its paragraphs.

Each takes the paragraphs of the true text, a random generator and paragraphs of unrelated stories in the
same language, and gives the paragraphs of the copy. Rates are what editors and old scanners do, not what is
easy to find: half of the paragraphs may go, one word in eight may be misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Edit = Callable[[list[str], Random, Sequence[str]], list[str]]

_MISREAD = {
    "rn": "m",
    "m": "rn",
    "e": "c",
    "l": "1",
    "o": "0",
    "i": "l",
    "h": "b",
    "n": "u",
    "s": "5",
    "u": "ii",
}
_STARTS = ("Officials said later that", "According to people there,", "It was reported that", "Meanwhile,")
_SYNONYMS = {
    "said": "told reporters",
    "says": "states",
    "told": "informed",
    "also": "in addition",
    "but": "however",
    "because": "since",
    "many": "a lot of",
    "more than": "over",
    "about": "around",
    "big": "large",
    "new": "fresh",
    "people": "residents",
    "company": "firm",
    "year": "twelvemonth",
    "first": "initial",
    "after": "following",
    "before": "prior to",
    "will": "is going to",
    "show": "demonstrate",
    "use": "employ",
    "make": "create",
    "get": "obtain",
    "help": "assist",
    "need": "require",
    "found": "discovered",
    "part": "portion",
    "start": "begin",
    "end": "finish",
}


def headline(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """Another headline, byline and dateline; an agency line at the end."""
    title = " ".join(rng.choice(others).split()[: rng.randint(6, 12)])
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
    return [_first_share(paragraphs, rng.uniform(0.3, 0.7)) + "…"]


def teaser(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """The first sentences, 30 to 80 words, before a wall."""
    words = "\n".join(paragraphs).split(" ")
    return [" ".join(words[: rng.randint(30, 80)]) + " …", "Subscribe to read on."]


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
    return [_per_word(paragraph, rng, 0.05, _mistype) for paragraph in paragraphs]


def ocr(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """One word in eight misread by a scanner, numbers too; lines broken."""
    return [_per_word(paragraph, rng, 0.125, _misread) for paragraph in paragraphs]


def live_update(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """New paragraphs on top, later figures, a fifth of the old text gone."""
    units = sentences(paragraphs)
    kept = [unit for unit in units if rng.random() > 0.2] or units
    later = [re.sub(r"\d+", lambda found: _later(found[0], rng), unit) for unit in kept]
    return [*rng.sample(others, 2), *later]


def rewrite(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """Most sentences touched: words swapped for others, openings added, clauses moved, some left out."""
    return [_reworded(unit, rng) for unit in sentences(paragraphs) if rng.random() > 0.15]


def digest(paragraphs: list[str], rng: Random, others: Sequence[str]) -> list[str]:
    """The first two thirds as one item among others."""
    item = sentences(paragraphs)
    kept = item[: max(3, round(len(item) * 0.66))]
    around = rng.sample(others, min(len(others), rng.randint(4, 8)))
    return [*around[:2], *kept, *around[2:]]


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
    )
}


def sentences(paragraphs: Sequence[str]) -> list[str]:
    """Sentences, or the paragraphs where their language has other marks."""
    found = [
        unit for text in paragraphs for unit in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", text) if unit.strip()
    ]
    return found or list(paragraphs)


def _first_share(paragraphs: Sequence[str], share: float) -> str:
    text = "\n".join(paragraphs)
    return text[: max(1, round(len(text) * share))]


def _per_word(text: str, rng: Random, rate: float, change: Callable[[str, Random], str]) -> str:
    return " ".join(change(word, rng) if rng.random() < rate else word for word in text.split(" "))


def _mistype(word: str, rng: Random) -> str:
    if len(word) < 2:
        return word + rng.choice("abcdefghij")
    at = rng.randrange(len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return rng.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))


def _misread(word: str, rng: Random) -> str:
    found = [part for part in _MISREAD if part in word]
    if found and rng.random() < 0.8:
        part = rng.choice(found)
        return word.replace(part, _MISREAD[part], 1)
    at = max(1, len(word) // 2)
    return f"{word[:at]}-\n{word[at:]}"


def _later(number: str, rng: Random) -> str:
    return str(int(number) + rng.randint(1, 9)) if rng.random() < 0.3 and len(number) < 4 else number


def _reworded(sentence: str, rng: Random) -> str:
    words = [_SYNONYMS.get(word, word) if rng.random() < 0.8 else word for word in sentence.split(" ")]
    words = [word for word in words if rng.random() > 0.04]
    text = " ".join(words)
    if rng.random() < 0.25:
        text = f"{rng.choice(_STARTS)} {text[:1].lower()}{text[1:]}"
    clauses = text.rstrip(".").split(", ")
    if len(clauses) > 2 and rng.random() < 0.3:
        text = ", ".join([*clauses[1:], clauses[0]]) + "."
    return text
