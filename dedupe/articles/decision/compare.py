"""How two texts overlap, word by word.

A word is *shared* when it stands in a shingle that the other text has too. Counting words in place of
shingles forgives single changes: one mistyped word in eight leaves two thirds of the words shared, where of
the shingles of five words only half are left, and their Jaccard index is a third.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dedupe.articles.decision.answers import alike, begin_alike, beginning
from dedupe.articles.decision.gaps import Marks, Places, common_pairs, near
from dedupe.articles.decision.overlap_side import FactCount, OverlapSide
from dedupe.articles.decision.prepare import Text
from dedupe.articles.decision.replaced import PLACE_WORDS, Replaced, Side
from dedupe.articles.decision.slots import IN_BOTH, SLOT_WORDS, filled_otherwise, in_one_frame, own_within
from dedupe.articles.text.traits import CAPITAL, LONG, NAME, NUMBER

REORDERED = 0.9
"""The share of a text that another in other order has at least."""


@dataclass(frozen=True)
class Overlap:
    """What two texts have in common."""

    a: OverlapSide
    b: OverlapSide
    identical: bool
    """Word for word the same."""

    @property
    def shorter(self) -> OverlapSide:
        return self.a if self.a.length <= self.b.length else self.b

    @property
    def longer(self) -> OverlapSide:
        return self.b if self.shorter is self.a else self.a

    @property
    def resemblance(self) -> float:
        """Shared words over all words of both, 0 to 1: the Jaccard index, in words."""
        shared = (self.a.shared + self.b.shared) / 2
        union = self.a.length + self.b.length - shared
        return shared / union if union else 0.0

    @property
    def containment(self) -> float:
        """The share of the words of the shorter text that the longer has too."""
        return self.shorter.contained

    @property
    def unshared_facts(self) -> int:
        """The names and numbers that are not shared, of the text that has fewer of them."""
        return min(self.longer.unshared_facts, fewest) if (fewest := self.shorter.unshared_facts) else 0

    @cached_property
    def numbers(self) -> FactCount:
        """The numbers near shared words of the text that has fewer, held against the other's."""
        return self._held(NUMBER, *self._near)

    @cached_property
    def names(self) -> FactCount:
        """The same of names, but for those among shared words: there they are the template's as often."""
        return self._held(
            NAME, *(each & ~shared for each, shared in zip(self._near, self.finely, strict=True))
        )

    @property
    def facts(self) -> FactCount:
        """Numbers and names together."""
        return FactCount(self.numbers.count + self.names.count, self.numbers.agreeing + self.names.agreeing)

    @cached_property
    def _gaps(self) -> tuple[Marks, Marks]:
        """What each text has in gaps between shared words."""
        one, other = (near(shared, 0) & ~shared for shared in self.finely)
        return one, other

    @property
    def names_in_gaps(self) -> int:
        """The names in the gaps of the text that has fewer of them."""
        return min(len(side.facts(NAME, gap)) for side, gap in zip((self.a, self.b), self._gaps, strict=True))

    @cached_property
    def facts_in_gaps(self) -> float:
        """The share of names and numbers in the gaps of both."""
        return self._share_of_facts(self._gaps)

    @property
    def facts_in_shared(self) -> float:
        """Their share in what is shared."""
        return self._share_of_facts(self.finely)

    def _share_of_facts(self, where: tuple[Marks, Marks]) -> float:
        kinds = [side.text.traits[part] for side, part in zip((self.a, self.b), where, strict=True)]
        facts = np.concatenate(kinds) & (NUMBER | NAME) > 0
        return float(facts.mean()) if len(facts) else 0.0

    @property
    def begun_otherwise(self) -> FactCount:
        """The prompts in both; those agree of which the answers begin with much the same words."""
        a, b = self.a.text.begun, self.b.text.begun
        both = a.keys() & b.keys()
        return FactCount(len(both), sum(begin_alike(a[each], b[each]) for each in both))

    @property
    def answered(self) -> tuple[FactCount, FactCount]:
        """The prompts in both, as each text answers them; those agree of which the answers are alike.

        Where nearly all of a text is shared, in another order, so do those of which the answer is shared from
        elsewhere. Where the prompts come in one order, that is another one's answer.
        """
        a, b = self.a.text, self.b.text
        both = a.answers.keys() & b.answers.keys()
        places = [(a.answers[each], b.answers[each]) for each in both]
        same = [
            alike(a.begun[each], a.hashes[in_a], b.begun[each], b.hashes[in_b])
            for each, (in_a, in_b) in zip(both, places, strict=True)
        ]
        moved = self.containment >= REORDERED and not self._in_one_order
        in_a, in_b = (
            sum(
                agrees[number] or (moved and bool(side.marks[beginning(there[number])].all()))
                for agrees, there in zip(same, places, strict=True)
            )
            for number, side in enumerate((self.a, self.b))
        )
        return FactCount(len(same), in_a), FactCount(len(same), in_b)

    @property
    def _in_one_order(self) -> bool:
        """Whether the prompts of both come in the same order in both."""
        a, b = self.a.text.answers, self.b.text.answers
        return [each for each in a if each in b] == [each for each in b if each in a]

    def most_filled(self, run: int) -> float:
        """No more distinct words than these are filled in otherwise in such slots."""
        return (1 - IN_BOTH[0]) * min(side.between_runs(run, SLOT_WORDS) for side in (self.a, self.b))

    def filled_otherwise(self, run: int) -> int:
        """The distinct words in slots between runs of so many shared words that are not the other's."""
        a, b = self.a, self.b
        return filled_otherwise(a.text.hashes, a.runs(run), b.text.hashes, b.runs(run))

    @property
    def unshared_capitals(self) -> int:
        """The words in upper case that are not shared, of the text that has fewer of them."""
        return min(self.longer.unshared_capitals, fewest) if (fewest := self.shorter.unshared_capitals) else 0

    @property
    def replaced_at_most(self) -> int:
        """No more names and first words of sentences can stand in each other's place."""
        return min(side.capitals_in_gaps(PLACE_WORDS) for side in (self.a, self.b))

    @cached_property
    def replaced(self) -> Replaced:
        """The names that stand in each other's place."""
        a, b = self.a.text, self.b.text
        here, there = self._in_one_frame
        one, other = (Side(each.hashes, each.traits, each.letters, each.before(CAPITAL)) for each in (a, b))
        return Replaced(one, here, other, there)

    @property
    def own_middle(self) -> int:
        """The words that both have of their own in one place, between shared ones; of the text with fewer.

        In scripts without spaces in all such places: what a template is filled with shares some pairs of
        characters there, whatever it says.
        """
        here, there = self._in_one_frame
        lengths = own_within(here, len(self.a.marks), there, len(self.b.marks))
        return int(lengths.max(initial=0) if self.a.text.has_spaces else lengths.sum())

    @cached_property
    def _in_one_frame(self) -> tuple[Places, Places]:
        """What is shared in neither text and stands between the same words in both."""
        return in_one_frame(self.a.text.hashes, self.a.gaps, self.b.text.hashes, self.b.gaps)

    @cached_property
    def own_lead_subjects(self) -> tuple[set[int], set[int]]:
        """The long words that only one of the leads has, of each."""
        of_a, of_b = (side.facts(LONG, slice(side.begin)) for side in (self.a, self.b))
        return of_a - of_b, of_b - of_a

    @property
    def lead_subjects(self) -> tuple[FactCount, FactCount]:
        """These words; those agree that come again after the lead."""
        one, other = (
            _recurring(own, side, slice(side.begin, None))
            for own, side in zip(self.own_lead_subjects, (self.a, self.b), strict=True)
        )
        return one, other

    @property
    def rest_subjects(self) -> FactCount:
        """The long words of what follows the shared ones in either text; those agree that stand before."""
        held = [
            _recurring(side.facts(LONG, slice(side.end, None)), side, slice(side.end))
            for side in (self.a, self.b)
        ]
        return FactCount(sum(each.count for each in held), sum(each.agreeing for each in held))

    @cached_property
    def finely(self) -> tuple[Marks, Marks]:
        """The shared words of each text, and near these those that stand in a pair of words of the other."""
        one, other = self.a.text, self.b.text
        return (
            common_pairs(self.a.marks, one.word_pairs, other.sorted_word_pairs),
            common_pairs(self.b.marks, other.word_pairs, one.sorted_word_pairs),
        )

    @cached_property
    def _near(self) -> tuple[Marks, Marks]:
        one, other = (near(shared) for shared in self.finely)
        return one, other

    def _held(self, trait: int, in_a: Marks, in_b: Marks) -> FactCount:
        one, other = self.a.facts(trait, in_a), self.b.facts(trait, in_b)
        return FactCount(min(len(one), len(other)), len(one & other))


def compare(a: Text, b: Text) -> Overlap:
    """The overlap of two texts; symmetric but for the names of the sides."""
    in_a, in_b = _common(a, b)
    identical = len(a.hashes) == len(b.hashes) and bool((a.hashes == b.hashes).all())
    return Overlap(OverlapSide(a, in_a), OverlapSide(b, in_b), identical)


def _recurring(words: set[int], side: OverlapSide, where: slice) -> FactCount:
    """Long words; those agree that are in a part of a text."""
    return FactCount(len(words), side.count_facts(words, LONG, where))


def _common(a: Text, b: Text) -> tuple[Marks, Marks]:
    """Which of the distinct shingles of each text the other has too."""
    if len(a.shingles) > len(b.shingles):
        in_b, in_a = _common(b, a)
        return in_a, in_b
    in_b = np.zeros(len(b.shingles), np.bool_)
    if not len(a.shingles):
        return np.zeros(0, np.bool_), in_b
    place = b.shingles.searchsorted(a.shingles)
    in_a = b.shingles.take(place, mode="clip") == a.shingles
    in_b[place[in_a]] = True
    return in_a, in_b
