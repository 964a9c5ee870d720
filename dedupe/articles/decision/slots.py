"""Slots: places at which two texts say other things in the same frame. Pure.

Observed: reports without figures and names (a forecast, the close of a market, the notice of a club) differ
in whole phrases, "light winds from the west" and "strong gusts along the coast". What they say stands between
the same long runs of the template in both, takes about as many words, and half of these are in both texts:
the template's ("winds", "from the"), and those that the same few phrases bring again. What desks do leaves
other traces: cut or added paragraphs stand in one text only, or are of other lengths, or share hardly a word
with what the other has there; and misread, mistyped and reworded texts have no long runs.

What ends a text is no slot: different promos share half of their words, too. In scripts without spaces
the words are parts of words, of which texts on any subject share as many.

Exceptions: a brief of which an editor rewrote one sentence by half looks like a template with one slot. A
template that fills in single words between long shared runs has no slots.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.articles.decision.gaps import Places, runs

Marks = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Lengths = npt.NDArray[np.intp]

_FACTOR = np.uint64(0xD6E8FEB86659FD93)
_NOTHING = np.zeros(2, np.uint64)
"""What stands before a text, and after it."""

SLOT_WORDS = 6
"""Distinct words that a slot has at least: shorter ones are single words that were changed."""

SLOT_LENGTHS = 0.7
"""The length of the shorter text's part over that of the longer one's."""

IN_BOTH = (0.5, 0.85)
"""The share of the distinct words of a slot that both texts have there."""


def filled_otherwise(a: Hashes, in_a: Marks, b: Hashes, in_b: Marks) -> int:
    """How many distinct words stand in the slots of two texts that the other has not there; of the text that
    has fewer. The marks say which words are in long runs that both have."""
    here, there = in_one_frame(a, runs(~in_a), b, runs(~in_b))
    slots = _are_slots(here, len(a)) & _are_slots(there, len(b))
    return sum(
        _own(a[begin:end], b[first:last])
        for (begin, end), (first, last) in zip(here[slots].tolist(), there[slots].tolist(), strict=True)
    )


def own_within(here: Places, length: int, there: Places, length_there: int) -> Lengths:
    """The words of each part within two texts of these lengths that stands in one frame; of the text with
    fewer."""
    within = (here[:, 0] > 0) & (there[:, 0] > 0) & (here[:, 1] < length) & (there[:, 1] < length_there)
    lengths: Lengths = np.minimum(here[:, 1] - here[:, 0], there[:, 1] - there[:, 0])[within]
    return lengths


def in_one_frame(a: Hashes, here: Places, b: Hashes, there: Places) -> tuple[Places, Places]:
    """Those of the gaps in what two texts share that stand between the same words in both."""
    frames, others = _frames(a, here), _frames(b, there)
    # Of several in one frame the last counts.
    number, its_number = (dict(zip(each, range(len(each)), strict=True)) for each in (frames, others))
    common = number.keys() & its_number.keys()
    places, its_places = (
        np.fromiter(map(each.__getitem__, common), np.intp, len(common)) for each in (number, its_number)
    )
    return here[places], there[its_places]


def _frames(hashes: Hashes, gaps: Places) -> list[int]:
    """The frame of each gap: the two words before it, if any, and the two after it."""
    around = np.concatenate([_NOTHING, hashes, _NOTHING])
    begin, end = gaps.T
    frames = around[begin]
    for word in (begin + 1, end + 2, end + 3):
        frames *= _FACTOR
        frames += around[word]
    found: list[int] = frames.tolist()
    return found


def _are_slots(places: Places, length: int) -> Marks:
    """Which have SLOT_WORDS and more, and do not end the text."""
    return (places[:, 1] - places[:, 0] >= SLOT_WORDS) & (places[:, 1] < length)


def _own(one: Hashes, other: Hashes) -> int:
    """How many words the one of two parts that has fewer has for itself, or 0 where they are no slot."""
    if min(len(one), len(other)) < SLOT_LENGTHS * max(len(one), len(other)):
        return 0
    a, b = set(one.tolist()), set(other.tolist())
    fewer, common = min(len(a), len(b)), len(a & b)
    low, high = IN_BOTH
    return fewer - common if fewer >= SLOT_WORDS and low * fewer <= common <= high * fewer else 0
