"""Texts made ready to be compared: their words, and the numbers of their shingles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate, without_boilerplate
from dedupe.articles.candidates.shingle import Shingles, shingle
from dedupe.articles.decision.answers import answers, beginning
from dedupe.articles.text.spoken import spoken
from dedupe.articles.text.words import Words, read_words

_HALF = np.uint64(32)


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
    is_whole: bool
    """Whether no boilerplate was cut from it."""

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

    def of_trait(self, trait: int) -> npt.NDArray[np.intp]:
        """Which words have any of some traits; in their order."""
        if trait not in self._of_traits:
            self._of_traits[trait] = (self.traits & trait).nonzero()[0]
        return self._of_traits[trait]

    @cached_property
    def _of_traits(self) -> dict[int, npt.NDArray[np.intp]]:
        return {}

    def before(self, trait: int) -> npt.NDArray[np.int32]:
        """How many words with any of some traits stand before each word, and in all."""
        if trait not in self._before:
            having = np.zeros(len(self.traits) + 1, np.int32)
            np.cumsum(self.traits & trait > 0, out=having[1:])
            self._before[trait] = having
        return self._before[trait]

    @cached_property
    def _before(self) -> dict[int, npt.NDArray[np.int32]]:
        return {}

    @cached_property
    def spoken(self) -> npt.NDArray[np.bool_]:
        """Which words an outlet speaks to its reader with."""
        return spoken(self.hashes)

    @cached_property
    def answers(self) -> Mapping[bytes, slice]:
        """Where the answer to each prompt is, by the last words of the prompt."""
        return answers(self.hashes, self.traits)

    @cached_property
    def begun(self) -> Mapping[bytes, Set[int]]:
        """The distinct words that the answer to each prompt begins with."""
        return {key: set(self.hashes[beginning(answer)].tolist()) for key, answer in self.answers.items()}


def prepare(texts: Sequence[str], boilerplate: SharedBoilerplate = NO_BOILERPLATE) -> list[Text]:
    """Texts ready to be compared, without the boilerplate at their ends."""
    whole = read_words(texts, with_traits=True)
    words = without_boilerplate(whole, boilerplate)
    is_whole = (np.diff(words.starts) == np.diff(whole.starts)).tolist()
    shingles = shingle(words)
    distinct, of, begin = _numbered(shingles)
    return [
        _text(words, slice(*words.starts[n : n + 2]), distinct[slice(*begin[n : n + 2])], part, is_whole[n])
        for n, part in enumerate(np.split(of, shingles.starts[1:-1]))
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


def _text(
    words: Words, part: slice, distinct: npt.NDArray[np.uint32], of: npt.NDArray[np.intp], is_whole: bool
) -> Text:
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
        is_whole,
    )
