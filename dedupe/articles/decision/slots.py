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

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from dedupe.articles.decision.gaps import runs

Marks = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]

SLOT_WORDS = 6
"""Distinct words that a slot has at least: shorter ones are single words that were changed."""

SLOT_LENGTHS = 0.7
"""The length of the shorter text's part over that of the longer one's."""

IN_BOTH = (0.5, 0.85)
"""The share of the distinct words of a slot that both texts have there."""


def filled_otherwise(a: Hashes, in_a: Marks, b: Hashes, in_b: Marks) -> int:
    """How many distinct words stand in the slots of two texts that the other has not there; of the text that
    has fewer. The marks say which words are in long runs that both have."""
    slots, others = _long(between(a, in_a), a), _long(between(b, in_b), b)
    return sum(_own(a[slots[frame]], b[others[frame]]) for frame in slots.keys() & others.keys())


def between(hashes: Hashes, shared: Marks) -> dict[bytes, slice]:
    """What is not shared, by the two words before it, if any, and the two after it."""
    return {
        hashes[max(0, first - 2) : first].tobytes() + b"|" + hashes[last : last + 2].tobytes(): slice(
            first, last
        )
        for first, last in runs(~shared)
    }


def own_middle(a: Hashes, in_a: Marks, b: Hashes, in_b: Marks) -> int:
    """The words of the largest part within both texts that stands in one frame; of the text with fewer."""
    places, others = between(a, in_a), between(b, in_b)
    lengths = [
        min(one.stop - one.start, other.stop - other.start)
        for one, other in ((places[frame], others[frame]) for frame in places.keys() & others.keys())
        if one.start and other.start and one.stop < len(a) and other.stop < len(b)
    ]
    return max(lengths, default=0)


def _long(places: Mapping[bytes, slice], hashes: Hashes) -> dict[bytes, slice]:
    """Those of SLOT_WORDS and more, but for the end of the text."""
    return {
        frame: each
        for frame, each in places.items()
        if each.stop - each.start >= SLOT_WORDS and each.stop < len(hashes)
    }


def _own(one: Hashes, other: Hashes) -> int:
    """How many words the one of two parts that has fewer has for itself, or 0 where they are no slot."""
    if min(len(one), len(other)) < SLOT_LENGTHS * max(len(one), len(other)):
        return 0
    a, b = set(one.tolist()), set(other.tolist())
    fewer, common = min(len(a), len(b)), len(a & b)
    low, high = IN_BOTH
    return fewer - common if fewer >= SLOT_WORDS and low * fewer <= common <= high * fewer else 0
