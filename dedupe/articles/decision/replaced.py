"""Names that stand in each other's place: "Irma Jansen" here and "Hugo Petersen" there, in one frame. Pure.

Observed: reports by one template that are otherwise alike (a court's, a notice, the close of the market)
have other names in the same places, between the same words. Of 5,250 pairs of edited copies six have two:
what a scanner or a typist changes keeps most of its letters, editors reword what is no name, and what they
add or cut stands in one text only.

The rule: what the texts have between the same two words before and after, up to PLACE_WORDS long, is looked
at; before the first shared words up to HEAD_WORDS, since longer ones are headlines and datelines. A word is
*misread* where the other text has one there with ALIKE of the letters of both. Where what is left has a name
on either side, one was replaced; names in a row are one. A sentence's first word, which is written like a
name, counts before a name, or where hardly anything else differs there (MINOR_WORDS): editors begin sentences
with "Meanwhile" and "Officials said that".

Exceptions: scripts without upper case have no names; names that share most of their letters ("Monday" and
"Sunday") count as misread.
A mistake costs: see `verify`, which decides by the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.articles.decision.slots import Hashes, Marks, between
from dedupe.articles.text.traits import CAPITAL, NAME

PLACE_WORDS = 25
HEAD_WORDS = 8
ALIKE = 0.5
MINOR_WORDS = 2


class Side(NamedTuple):
    """The words of one text: their hashes, traits and letters, and which are shared; all of one shape."""

    hashes: Hashes
    traits: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint32]
    shared: Marks


class Replaced(NamedTuple):
    """How many names were replaced; how many names and first words of sentences; in how many places a word
    was misread."""

    names: int
    capitals: int
    misread: int


def replaced(one: Side, other: Side) -> Replaced:
    """What stands in each other's place in two texts."""
    in_one, in_other = between(one.hashes, one.shared), between(other.hashes, other.shared)
    places = [_place(one, in_one[frame], other, in_other[frame]) for frame in in_one.keys() & in_other.keys()]
    return Replaced(*(sum(kind) for kind in zip(*places, strict=True))) if places else Replaced(0, 0, 0)


def _place(one: Side, here: slice, other: Side, there: slice) -> Replaced:
    """The same of one place."""
    most = PLACE_WORDS if here.start and there.start else HEAD_WORDS
    if max(here.stop - here.start, there.stop - there.start) > most:
        return Replaced(0, 0, 0)
    own, others = _own(one, here, other, there), _own(other, there, one, here)
    left, left_there = _not_misread(one, own, other, others), _not_misread(other, others, one, own)
    is_minor = max(len(left), len(left_there)) <= MINOR_WORDS
    names, capitals = (
        min(counts)
        for counts in zip(_names(one, left, is_minor), _names(other, left_there, is_minor), strict=True)
    )
    return Replaced(names, capitals, len(left) < len(own))


def _own(one: Side, here: slice, other: Side, there: slice) -> list[int]:
    """The words of a place that the other text has not there."""
    theirs = set(other.hashes[there].tolist())
    return [word for word in range(here.start, here.stop) if int(one.hashes[word]) not in theirs]


def _not_misread(one: Side, own: Sequence[int], other: Side, others: Sequence[int]) -> list[int]:
    theirs = [int(other.letters[word]) for word in others]
    return [word for word in own if not any(_alike(int(one.letters[word]), each) for each in theirs)]


def _alike(one: int, other: int) -> bool:
    return (one & other).bit_count() >= ALIKE * (one | other).bit_count()


def _names(side: Side, words: Sequence[int], is_minor: bool) -> tuple[int, int]:
    """How many of some words are names, and with first words of sentences; those in a row are one."""
    kinds = side.traits
    names = [word for word in words if kinds[word] & NAME]
    begun = [
        word
        for word in words
        if kinds[word] & CAPITAL and (is_minor or (kinds[word : word + 2] & NAME).any())
    ]
    return _runs(names), _runs(begun)


def _runs(words: Sequence[int]) -> int:
    """How many of some numbers in order do not follow the one before at once."""
    return sum(word - 1 != before for before, word in pairwise([-2, *words]))
