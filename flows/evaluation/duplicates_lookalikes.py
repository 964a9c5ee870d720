"""New stories that share much with another: follow-ups, columns of a series, reports with one long statement.

All of them are news of their own: whoever hides them behind the other loses something.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from flows.evaluation.duplicates_wording import sentences, tokens

_COLUMNS = (
    """Every week our readers send us their questions about money, work and the home, and our panel of \
advisers answers the ones that concern most of them. This is general guidance and no substitute for \
advice on your own case. Names have been changed where readers asked for it.
Do you have a question for the panel? Write to us with your name and your town, in no more than two \
hundred words. We read every letter but cannot answer each one. Letters may be edited for length and \
clarity before they appear on this page or online.""",
    """Our critics have been out all week so that you do not have to waste an evening. Here is what they \
saw, what they thought of it, and where you can still get a seat. Stars are awarded from one to five \
by the critic alone, and no theatre pays for its place in this list.
Listings are correct at the time of writing; check with the box office before you travel. To have an \
event considered, send details at least three weeks ahead. The desk regrets that it cannot return \
photographs or answer calls about events that were left out.""",
    """Family and friends have asked that those who wish to remember them do so in the way that suits them. \
The notices on this page are written by the families and are published free of charge within a month \
of the funeral.
A book of condolence is open at the town hall on weekdays from nine to five. Donations in lieu of \
flowers may be left with the funeral directors. To place a notice, call the desk before noon on the \
day before publication and have the particulars at hand.""",
)
"""The lines that a series begins and ends with."""


def follow_up(story: Sequence[str], own: Sequence[str], rng: Random) -> list[str]:
    """A later story that repeats a passage of `story` as its background: up to a third of either's words."""
    body = _first_words(own, 400)
    return [*body, " ".join(_passage(story, rng.uniform(0.25, 0.5) * _length(body), rng))]


def column(story: Sequence[str], own: Sequence[str], rng: Random) -> list[str]:
    """One week's part of a series, which begins and ends as every week; `story` has no part in it."""
    intro, outro = rng.choice(_COLUMNS).split("\n")
    return [intro, *_first_words(own, rng.randint(200, 320)), outro]


def with_statement(story: Sequence[str], own: Sequence[str], rng: Random) -> list[str]:
    """A report of its own with a statement that `story` prints in full, too: up to a third of either."""
    body = _first_words(own, 350)
    at = rng.randint(1, len(body))
    return [*body[:at], f"“{' '.join(_passage(story, rng.randint(80, 150), rng))}”", *body[at:]]


def _passage(story: Sequence[str], words: float, rng: Random) -> list[str]:
    """Sentences in a row of the story, up to so many words and a third of all."""
    units = sentences(story)
    return _first_words(units[rng.randrange(1 + len(units) // 2) :], min(words, _length(units) / 3))


def _first_words(paragraphs: Sequence[str], count: float) -> list[str]:
    kept: list[str] = []
    for unit in sentences(paragraphs):
        if kept and _length(kept) + _length([unit]) > count:
            break
        kept.append(unit)
    return kept


def _length(units: Sequence[str]) -> int:
    return sum(len(tokens(unit)) for unit in units)
