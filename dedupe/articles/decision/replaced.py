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

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.articles.decision.gaps import Places
from dedupe.articles.decision.slots import Hashes, Marks
from dedupe.articles.mixing import found_in
from dedupe.articles.text.traits import CAPITAL, NAME

PLACE_WORDS = 25
HEAD_WORDS = 8
ALIKE = 0.5
MINOR_WORDS = 2

_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Numbers = npt.NDArray[np.intp]


class Side(NamedTuple):
    """The words of one text: their hashes, traits and letters; all of one shape."""

    hashes: Hashes
    traits: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint32]


class Replaced(NamedTuple):
    """How many names were replaced; how many names and first words of sentences; in how many places a word
    was misread. Where that is surely more than of the others, these are not counted."""

    names: int
    capitals: int
    misread: int


class _Own(NamedTuple):
    """The words that one text has for itself in the places that it has in common with another, by number, and
    the number of the place of each, which rises."""

    side: Side
    words: Numbers
    of: Numbers

    def where(self, which: Marks) -> _Own:
        return _Own(self.side, self.words[which], self.of[which])

    @property
    def capitals(self) -> int:
        """How many of the words are in upper case."""
        return int(np.count_nonzero(self.side.traits[self.words] & CAPITAL))

    def counts(self, places: int) -> Numbers:
        """How many words stand in each place."""
        return np.bincount(self.of, minlength=places)

    def runs(self, which: Marks, places: int) -> Numbers:
        """How many of some of the words in each place do not follow another of these at once."""
        marked = np.zeros(len(self.side.hashes) + 1, np.bool_)
        marked[self.words[which]] = True
        return self.where(which & ~marked[self.words - 1]).counts(places)

    def names(self, is_minor: Marks) -> tuple[Numbers, Numbers]:
        """How many words in each place are names, and with first words of sentences; those in a row are one.

        `is_minor` says of each place whether all such first words count."""
        traits = np.append(self.side.traits, np.uint8(0))
        here, following = traits[self.words], traits[self.words + 1]
        counts = ((here | following) & NAME > 0) | is_minor[self.of]
        return (
            self.runs(here & NAME > 0, len(is_minor)),
            self.runs((here & CAPITAL > 0) & counts, len(is_minor)),
        )


def replaced(one: Side, in_one: Places, other: Side, in_other: Places) -> Replaced:
    """What stands in each other's place in two texts, of which these places stand in one frame (`slots`)."""
    short = _are_short(in_one, in_other)
    a, b = _own(one, in_one[short], other, in_other[short])
    misread, misread_there = _misread(a, b)
    count = len(in_one)
    in_places = int(np.count_nonzero(a.where(misread).counts(count)))
    a, b = a.where(~misread), b.where(~misread_there)
    if in_places >= min(a.capitals, b.capitals):
        return Replaced(0, 0, in_places)
    is_minor = np.maximum(a.counts(count), b.counts(count)) <= MINOR_WORDS
    names, capitals = (
        int(np.minimum(*of_both).sum()) for of_both in zip(a.names(is_minor), b.names(is_minor), strict=True)
    )
    return Replaced(names, capitals, in_places)


def _are_short(in_one: Places, in_other: Places) -> Marks:
    longest = np.maximum(in_one[:, 1] - in_one[:, 0], in_other[:, 1] - in_other[:, 0])
    is_head = (in_one[:, 0] == 0) | (in_other[:, 0] == 0)
    short: Marks = longest <= np.where(is_head, HEAD_WORDS, PLACE_WORDS)
    return short


def _own(one: Side, in_one: Places, other: Side, in_other: Places) -> tuple[_Own, _Own]:
    """The words of the places of each text that the other has not there."""
    a, b = _Own(one, *_words(in_one)), _Own(other, *_words(in_other))
    here, there = (each.side.hashes[each.words] + each.of.astype(np.uint64) * _FACTOR for each in (a, b))
    return a.where(_not_in(here, there)), b.where(_not_in(there, here))


def _not_in(hashes: Hashes, others: Hashes) -> Marks:
    """Which of some hashes are not among others."""
    found = np.ones(len(hashes), np.bool_)
    found[found_in(hashes, np.sort(others))] = False
    return found


def _words(places: Places) -> tuple[Numbers, Numbers]:
    """The words of some places, and the number of the place of each."""
    lengths = places[:, 1] - places[:, 0]
    of = np.repeat(np.arange(len(places)), lengths)
    return np.arange(len(of)) + (places[:, 1] - np.cumsum(lengths))[of], of


def _misread(a: _Own, b: _Own) -> tuple[Marks, Marks]:
    """Which words of either text share most letters with one that the other has in the same place."""
    counts = b.counts(1 + max(a.of.max(initial=0), b.of.max(initial=0)))
    begin, times = (np.cumsum(counts) - counts)[a.of], counts[a.of]
    one = np.repeat(np.arange(len(a.of)), times)
    two = np.arange(len(one)) + (begin - np.cumsum(times) + times)[one]
    letters, others = a.side.letters[a.words[one]], b.side.letters[b.words[two]]
    alike = np.bitwise_count(letters & others) >= ALIKE * np.bitwise_count(letters | others)
    in_a, in_b = np.zeros(len(a.of), np.bool_), np.zeros(len(b.of), np.bool_)
    in_a[one[alike]] = in_b[two[alike]] = True
    return in_a, in_b
