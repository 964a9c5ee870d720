"""How two texts overlap, word by word.

A word is *shared* when it stands in a shingle that the other text has too. Counting words in place of
shingles forgives single changes: one mistyped word in eight leaves two thirds of the words shared, where of
the shingles of five words only half are left, and their Jaccard index is a third.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate, without_boilerplate
from dedupe.articles.candidates.shingle import WIDTH, Shingles, shingle
from dedupe.articles.decision.answers import alike, answers, begin_alike, beginning
from dedupe.articles.decision.gaps import Marks, common_pairs, long_runs, near
from dedupe.articles.decision.replaced import Replaced, Side, replaced
from dedupe.articles.decision.slots import filled_otherwise, own_middle
from dedupe.articles.text.traits import CAPITAL, LONG, NAME, NUMBER, QUOTED
from dedupe.articles.text.words import Words, read_words

REORDERED = 0.9
"""The share of a text that another in other order has at least."""

_HALF = np.uint64(32)

IGNORED_SHARE = 0.05
"""The share of the shared words that does not count towards where the overlap begins."""


@dataclass(frozen=True)
class Text:
    """One text, ready to be compared: its words, and the shingle that begins at each but the last four.

    `shingles` are distinct and sorted; the one that begins at word w is number `of[w]` of them.
    """

    hashes: npt.NDArray[np.uint64]
    facts: npt.NDArray[np.uint64]
    traits: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.float32]
    shingles: npt.NDArray[np.uint32]
    of: npt.NDArray[np.intp]
    length: float
    """Length in words, those of spaceless scripts at their worth."""

    @property
    def is_even(self) -> bool:
        """Whether all words count alike, as they do but in scripts without spaces: then sums are counts."""
        return self.length == len(self.hashes)

    @property
    def has_spaces(self) -> bool:
        """Whether hardly any of the words are pieces of a script without spaces."""
        return self.length >= 0.9 * len(self.hashes)

    @cached_property
    def word_pairs(self) -> npt.NDArray[np.uint64]:
        """A hash of each two words in a row."""
        return self.hashes[:-1] * np.uint64(3) + self.hashes[1:]

    @cached_property
    def sorted_word_pairs(self) -> npt.NDArray[np.uint64]:
        return np.sort(self.word_pairs)

    @cached_property
    def of_facts(self) -> npt.NDArray[np.intp]:
        """Which words are names and numbers."""
        return (self.traits & (NAME | NUMBER)).nonzero()[0]

    @cached_property
    def of_capitals(self) -> npt.NDArray[np.intp]:
        """Which words are in upper case."""
        return (self.traits & CAPITAL).nonzero()[0]

    @cached_property
    def answers(self) -> Mapping[bytes, slice]:
        """Where the answer to each prompt is, by the last words of the prompt."""
        return answers(self.hashes, self.traits)


@dataclass(frozen=True)
class FactCount:
    """Distinct facts of one kind near shared words: how many were looked at, how many are in both texts."""

    count: int
    agreeing: int

    @property
    def differing(self) -> int:
        return self.count - self.agreeing

    @property
    def share(self) -> float:
        """The share that agrees; of nothing, all does."""
        return self.agreeing / self.count if self.count else 1.0


@dataclass(frozen=True)
class OverlapSide:
    """One text of an overlap; `common` says which of its shingles the other has, too. Lengths are in words.

    What follows is computed where it is needed: most candidates are refused by the first of it.
    """

    text: Text
    common: Marks

    @cached_property
    def marks(self) -> Marks:
        """Which words stand in a shingle that the other has too."""
        return _shared(self.text, self.common)

    @property
    def length(self) -> float:
        return self.text.length

    @cached_property
    def shared(self) -> float:
        return float(self._count if self.text.is_even else self._weight.sum())

    @property
    def contained(self) -> float:
        """The share of this text that the other has too."""
        return self.shared / self.length if self.length else 0.0

    @cached_property
    def contained_told(self) -> float:
        """The same, of what does not stand within quotation marks."""
        told = (self.text.traits & QUOTED) == 0
        length = float(self.text.weight[told].sum())
        return float(self._weight[told].sum()) / length if length else 1.0

    @property
    def unshared_facts(self) -> int:
        """How many names and numbers are not shared."""
        return self._unshared(self.text.of_facts) if self._count < len(self.marks) else 0

    @property
    def unshared_capitals(self) -> int:
        """How many words in upper case are not shared."""
        return self._unshared(self.text.of_capitals) if self._count < len(self.marks) else 0

    def _unshared(self, words: npt.NDArray[np.intp]) -> int:
        return len(words) - int(np.count_nonzero(self.marks[words]))

    def in_runs(self, least: int) -> float:
        """The shared words that stand at least so many in a row."""
        runs = self.runs(least)
        return float(np.count_nonzero(runs) if self.text.is_even else self.text.weight[runs].sum())

    def runs(self, least: int) -> Marks:
        """Which words are among at least so many shared ones in a row."""
        if least not in self._runs:
            self._runs[least] = long_runs(self.marks, least)
        return self._runs[least]

    @cached_property
    def begin(self) -> int:
        """How many words stand before all but IGNORED_SHARE of the shared ones."""
        places, ignored = self._ignored
        return int(places[ignored[0]]) if len(places) else len(self.marks)

    @cached_property
    def lead(self) -> float:
        """The length of what stands before these."""
        return self._length(slice(self.begin))

    @cached_property
    def end(self) -> int:
        """How many words stand before what follows all but IGNORED_SHARE of the shared ones."""
        places, ignored = self._ignored
        return int(places[-1 - ignored[1]]) + 1 if len(places) else 0

    @cached_property
    def rest(self) -> float:
        """The length of what follows these."""
        return self._length(slice(self.end, None))

    @cached_property
    def _ignored(self) -> tuple[npt.NDArray[np.intp], tuple[int, int]]:
        """Where the shared words are, and how many of the first and of the last do not count."""
        places = self.marks.nonzero()[0]
        weight = self.text.weight[places]
        if self.text.is_even:
            most = int(np.float32(IGNORED_SHARE) * np.float32(len(places)))
            return places, (most, most)
        sums, backwards = np.cumsum(weight), np.cumsum(weight[::-1])
        before, after = (
            int(np.searchsorted(each, IGNORED_SHARE * each[-1], side="right")) if len(each) else 0
            for each in (sums, backwards)
        )
        return places, (before, after)

    def _length(self, part: slice) -> float:
        """The length of a part of the text."""
        weight = self.text.weight[part]
        return float(len(weight) if self.text.is_even else weight.sum())

    def contained_in(self, part: slice) -> float:
        """The share of a part of this text that the other has too."""
        length = self._length(part)
        return float(self._weight[part].sum()) / length if length else 0.0

    def facts(self, trait: int, where: Marks | slice) -> set[int]:
        """The facts of one kind in a part of the text."""
        return set(self.text.facts[where][(self.text.traits[where] & trait) > 0].tolist())

    @cached_property
    def _count(self) -> int:
        """How many words are shared."""
        return int(np.count_nonzero(self.marks))

    @cached_property
    def _weight(self) -> npt.NDArray[np.float32]:
        return self.text.weight * self.marks

    @cached_property
    def _runs(self) -> dict[int, Marks]:
        return {}


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

    @cached_property
    def _answers(self) -> list[tuple[slice, slice]]:
        """Where the answers to the prompts in both are."""
        a, b = self.a.text.answers, self.b.text.answers
        return [(a[each], b[each]) for each in a.keys() & b.keys()]

    @cached_property
    def begun_otherwise(self) -> FactCount:
        """The prompts in both; those agree of which the answers begin with much the same words."""
        a, b = self.a.text.hashes, self.b.text.hashes
        begun = sum(begin_alike(a[in_a], b[in_b]) for in_a, in_b in self._answers)
        return FactCount(len(self._answers), begun)

    @property
    def answered(self) -> tuple[FactCount, FactCount]:
        """The prompts in both, as each text answers them; those agree of which the answers are alike.

        Where nearly all of a text is shared, in another order, so do those of which the answer is shared from
        elsewhere. Where the prompts come in one order, that is another one's answer.
        """
        a, b = self.a.text.hashes, self.b.text.hashes
        same = [alike(a[in_a], b[in_b]) for in_a, in_b in self._answers]
        moved = self.containment >= REORDERED and not self._in_one_order
        in_a, in_b = (
            sum(
                agrees[number] or (moved and bool(side.marks[beginning(places[number])].all()))
                for agrees, places in zip(same, self._answers, strict=True)
            )
            for number, side in enumerate((self.a, self.b))
        )
        return FactCount(len(same), in_a), FactCount(len(same), in_b)

    @property
    def _in_one_order(self) -> bool:
        """Whether the prompts of both come in the same order in both."""
        a, b = self.a.text.answers, self.b.text.answers
        return [each for each in a if each in b] == [each for each in b if each in a]

    def filled_otherwise(self, run: int) -> int:
        """The distinct words in slots between runs of so many shared words that are not the other's."""
        a, b = self.a, self.b
        return filled_otherwise(a.text.hashes, a.runs(run), b.text.hashes, b.runs(run))

    @property
    def unshared_capitals(self) -> int:
        """The words in upper case that are not shared, of the text that has fewer of them."""
        return min(self.longer.unshared_capitals, fewest) if (fewest := self.shorter.unshared_capitals) else 0

    @property
    def replaced(self) -> Replaced:
        """The names that stand in each other's place."""
        one, other = (
            Side(side.text.hashes, side.text.traits, side.text.letters, side.marks)
            for side in (self.a, self.b)
        )
        return replaced(one, other)

    @property
    def own_middle(self) -> int:
        """The words that both have of their own in one place, between shared ones; of the text with fewer."""
        return own_middle(self.a.text.hashes, self.a.marks, self.b.text.hashes, self.b.marks)

    @property
    def lead_subjects(self) -> tuple[FactCount, FactCount]:
        """The long words that only one of the leads has, of each; those agree that come again after it."""
        a, b = self.a, self.b
        of_a, of_b = (side.facts(LONG, slice(side.begin)) for side in (a, b))
        return (
            _recurring(of_a - of_b, a, slice(a.begin, None)),
            _recurring(of_b - of_a, b, slice(b.begin, None)),
        )

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


def prepare(texts: Sequence[str], boilerplate: SharedBoilerplate = NO_BOILERPLATE) -> list[Text]:
    """Texts ready to be compared, without the boilerplate at their ends."""
    words = without_boilerplate(read_words(texts, with_traits=True), boilerplate)
    shingles = shingle(words)
    distinct, of, begin = _numbered(shingles)
    return [
        _text(words, slice(*words.starts[text : text + 2]), distinct[slice(*begin[text : text + 2])], part)
        for text, part in enumerate(np.split(of, shingles.starts[1:-1]))
    ]


def _numbered(
    shingles: Shingles,
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The distinct shingles of each text, sorted; the number of each shingle among those of its text; where
    the distinct ones of each text begin, and the end."""
    text = np.repeat(np.arange(len(shingles.starts) - 1), np.diff(shingles.starts))
    keys = text.astype(np.uint64) << _HALF | shingles.hashes
    order = np.argsort(keys)
    keys = keys[order]
    is_first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    of = np.empty(len(keys), np.intp)
    of[order] = np.cumsum(is_first) - 1
    distinct = keys[is_first]
    begin = np.searchsorted(distinct, np.arange(len(shingles.starts), dtype=np.uint64) << _HALF)
    return distinct.astype(np.uint32), of - begin[text], begin


def _text(words: Words, part: slice, distinct: npt.NDArray[np.uint32], of: npt.NDArray[np.intp]) -> Text:
    weight = words.weight[part]
    return Text(
        words.hashes[part],
        words.facts[part],
        words.traits[part],
        words.letters[part],
        weight,
        distinct,
        of,
        float(weight.sum()),
    )


def compare(a: Text, b: Text) -> Overlap:
    """The overlap of two texts; symmetric but for the names of the sides."""
    in_a, in_b = _common(a, b)
    identical = len(a.hashes) == len(b.hashes) and bool((a.hashes == b.hashes).all())
    return Overlap(OverlapSide(a, in_a), OverlapSide(b, in_b), identical)


def _recurring(words: set[int], side: OverlapSide, where: slice) -> FactCount:
    """Long words; those agree that are in a part of a text."""
    return FactCount(len(words), len(words & side.facts(LONG, where)) if words else 0)


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


def _shared(text: Text, common: Marks) -> Marks:
    """Which words of a text stand in a shingle that the other has too; shape of its words."""
    shared = np.zeros(len(text.hashes), np.bool_)
    if len(common):
        hits = common.take(text.of)
        for step in range(WIDTH):
            shared[step : step + len(hits)] |= hits
    return shared
