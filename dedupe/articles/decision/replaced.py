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

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.articles.decision.gaps import Places
from dedupe.articles.decision.slots import Hashes, Marks
from dedupe.articles.text.traits import CAPITAL, NAME

PLACE_WORDS = 25
HEAD_WORDS = 8
ALIKE = 0.5
MINOR_WORDS = 2

Numbers = npt.NDArray[np.intp]


class Side(NamedTuple):
    """The words of one text: their hashes, traits and letters, all of one shape; and how many words in upper
    case stand before each word, and in all."""

    hashes: Hashes
    traits: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint32]
    capitals: npt.NDArray[np.int32]

    def capitals_in(self, places: Places) -> npt.NDArray[np.int32]:
        """How many words of each of some places are in upper case."""
        found: npt.NDArray[np.int32] = self.capitals[places[:, 1]] - self.capitals[places[:, 0]]
        return found


class _Words(NamedTuple):
    """The words that one text has in places that it has in common with another, by number; the number of the
    place of each, which rises; and how many places there are."""

    side: Side
    words: Numbers
    of: Numbers
    places: int

    def where(self, which: Marks) -> _Words:
        return self._replace(words=self.words[which], of=self.of[which])

    def counts(self) -> Numbers:
        """How many words stand in each place."""
        return np.bincount(self.of, minlength=self.places)

    def capitals(self) -> Numbers:
        """How many words in upper case stand in each place."""
        return self.where(self.side.traits[self.words] & CAPITAL > 0).counts()

    def runs(self, which: Marks) -> Numbers:
        """How many of some of the words in each place do not follow another of these at once."""
        marked = np.zeros(len(self.side.hashes) + 1, np.bool_)
        marked[self.words[which]] = True
        return self.where(which & ~marked[self.words - 1]).counts()

    def names(self, is_minor: Marks) -> tuple[Numbers, Numbers]:
        """How many words in each place are names, and with first words of sentences; those in a row are one.

        `is_minor` says of each place whether all such first words count."""
        traits = np.append(self.side.traits, np.uint8(0))
        here, following = traits[self.words], traits[self.words + 1]
        counts = ((here | following) & NAME > 0) | is_minor[self.of]
        return self.runs(here & NAME > 0), self.runs((here & CAPITAL > 0) & counts)


class Replaced:
    """What stands in each other's place in two texts, of which these places stand in one frame (`slots`).

    Names are replaced only where both texts have words in upper case: in texts that were misread few places
    are so, and mostly these have too few such words that were not misread.
    """

    def __init__(self, one: Side, in_one: Places, other: Side, in_other: Places) -> None:
        short = _are_short(in_one, in_other)
        self._sides = one, other
        self._places = in_one[short], in_other[short]
        self._capitals = np.minimum(one.capitals_in(self._places[0]), other.capitals_in(self._places[1]))

    @property
    def at_most(self) -> int:
        """No more names and first words of sentences were replaced."""
        return int(self._capitals.sum())

    @property
    def unlike_at_most(self) -> int:
        """The same, without those that were misread."""
        a, b = self._unlike
        return int(np.minimum(a.capitals(), b.capitals()).sum())

    @cached_property
    def names(self) -> tuple[int, int]:
        """How many names were replaced, and how many with first words of sentences."""
        a, b = self._unlike
        is_minor = np.maximum(a.counts(), b.counts()) <= MINOR_WORDS
        names, capitals = (
            int(np.minimum(*of_both).sum())
            for of_both in zip(a.names(is_minor), b.names(is_minor), strict=True)
        )
        return names, capitals

    @property
    def misread(self) -> int:
        """In how many places a word was misread."""
        return _told_apart(*self._sides, *self._places)[1]

    @cached_property
    def _unlike(self) -> tuple[_Words, _Words]:
        both = self._capitals > 0
        return _told_apart(*self._sides, *(places[both] for places in self._places))[0]


def _are_short(in_one: Places, in_other: Places) -> Marks:
    longest = np.maximum(in_one[:, 1] - in_one[:, 0], in_other[:, 1] - in_other[:, 0])
    is_head = (in_one[:, 0] == 0) | (in_other[:, 0] == 0)
    short: Marks = longest <= np.where(is_head, HEAD_WORDS, PLACE_WORDS)
    return short


def _told_apart(
    one: Side, other: Side, in_one: Places, in_other: Places
) -> tuple[tuple[_Words, _Words], int]:
    """The words that either text has in some places and the other has not there, nor misread; and in how many
    places a word was misread."""
    a, b = _words(one, in_one), _words(other, in_other)
    here, there = _facing(a, b)
    same = one.hashes[a.words[here]] == other.hashes[b.words[there]]
    in_a, in_b = _marked(a, here[same]), _marked(b, there[same])
    own = ~(in_a[here] | in_b[there])
    here, there = here[own], there[own]
    letters, others = one.letters[a.words[here]], other.letters[b.words[there]]
    alike = np.bitwise_count(letters & others) >= ALIKE * np.bitwise_count(letters | others)
    like_a, like_b = _marked(a, here[alike]), _marked(b, there[alike])
    misread = int(np.count_nonzero(a.where(like_a).counts()))
    return (a.where(~(in_a | like_a)), b.where(~(in_b | like_b))), misread


def _words(side: Side, places: Places) -> _Words:
    lengths = places[:, 1] - places[:, 0]
    of = np.repeat(np.arange(len(places)), lengths)
    return _Words(side, np.arange(len(of)) + (places[:, 1] - np.cumsum(lengths))[of], of, len(places))


def _facing(a: _Words, b: _Words) -> tuple[Numbers, Numbers]:
    """Each word of a place beside each that the other text has there; numbers of words of these."""
    counts = b.counts()
    begin, times = (np.cumsum(counts) - counts)[a.of], counts[a.of]
    here = np.repeat(np.arange(len(a.of)), times)
    return here, np.arange(len(here)) + (begin - np.cumsum(times) + times)[here]


def _marked(words: _Words, which: Numbers) -> Marks:
    marks = np.zeros(len(words.of), np.bool_)
    marks[which] = True
    return marks
