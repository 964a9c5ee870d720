"""When two texts of a site are the same story.

Theory. A site's promos are known by standing in *different* stories, so copies and revisions of one story
must count once. Observed: near-copies share most of their word 4-grams; an update repeats the older text
within a longer one. But two different stories that end in the same long promos also share a lot, and a
very short one is nearly contained in every other. So two texts are the same story when the Jaccard
similarity of their 4-gram sets is 0.5 or more, or when one is contained in the other to a half and its
first block is too (promos stand at the tail). Where each has words of its own that hardly come again in what
they share, these are two stories, and the rest is the site's: forty stories of 79 words over promos of 960
shared nine tenths, and no promo was ever found. In copies with other words on top, a third of the long words
there come again below, under promos one in ten. Blocks that are already known to belong to the site are left
out.

Stories are the connected components of that relation: a chain of updates is one story even where its
ends have little in common. Joining two stories wrongly costs one vote, so a promo is learned later;
keeping copies apart wrongly costs the text of an article (44 to 71 % of it in a first prototype).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import BASE, common_count, distinct
from dedupe.blocks.fingerprint import words
from dedupe.blocks.passage import Passage

JACCARD = 0.5
CONTAINMENT = 0.5
ALIKE = 0.25
GRAM = 4
FEW_HOLDERS = 8

LONG_WORD = 6
"""Letters of words that mostly belong to a subject and not to the language."""

OWN_SUBJECTS = 5
SUBJECTS_RECUR = 0.2

_FACTOR = np.uint64(BASE)

Numbers = npt.NDArray[np.uint64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class StoryTraits:
    """What of a text tells its story: its blocks without those that belong to the site."""

    passages: tuple[Passage, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it has no word."""
        return not any(passage.word_count for passage in self.passages)

    @cached_property
    def fingerprints(self) -> frozenset[int]:
        return frozenset(passage.fingerprint for passage in self.passages)

    @property
    def lead(self) -> int | None:
        """The fingerprint of its first block."""
        return self.passages[0].fingerprint if self.passages else None

    @cached_property
    def words(self) -> Numbers:
        """The key of each of its words, over all blocks."""
        keys = b"".join(passage.word_keys for passage in self.passages)
        return np.frombuffer(keys, np.uint32).astype(np.uint64)

    @cached_property
    def runs(self) -> Numbers:
        """A hash of each run of GRAM words, in order; of a shorter text, of all its words as one."""
        keys = self.words
        if 0 < len(keys) < GRAM:
            keys = np.pad(keys, (0, GRAM - len(keys)))
        count = max(0, len(keys) - GRAM + 1)
        hashes = keys[:count].copy()
        for step in range(1, GRAM):
            hashes *= _FACTOR
            hashes += keys[step : count + step]
        return hashes

    @cached_property
    def grams(self) -> Numbers:
        """The distinct 4-grams, sorted; made where another text may be of the same story: most texts share no
        block."""
        return distinct(self.runs)

    def subjects(self, which: Marks) -> Numbers:
        """The keys of long words, distinct and sorted, in the 4-grams that are marked, of all of `runs`.

        Scripts without spaces have none.
        """
        inside = np.zeros(len(self.words), np.bool_)
        for step in range(min(GRAM, len(self.words))):
            inside[step : step + len(which)] |= which
        lengths = [len(word) for passage in self.passages for word in words(passage.text)]
        return distinct(self.words[inside & (np.array(lengths, np.int64) >= LONG_WORD)])


def shared_grams(one: StoryTraits, other: StoryTraits) -> int:
    """How many distinct 4-grams two texts have in common."""
    return common_count(one.grams, other.grams) if len(one.grams) and len(other.grams) else 0


def are_alike(one: StoryTraits, other: StoryTraits, shared: int) -> bool:
    """Whether texts with so many 4-grams in common are one story, or could be beside other known blocks."""
    return shared > 0 and shared >= ALIKE * min(len(one.grams), len(other.grams))


def same_story(one: StoryTraits, other: StoryTraits, shared: int) -> bool:
    """Whether two texts that share so many 4-grams are of one story. An empty text is of none."""
    if not shared:
        return False
    if shared >= JACCARD * (len(one.grams) + len(other.grams) - shared):
        return not _other_subjects(one, other)
    shorter, longer = sorted((one, other), key=lambda text: len(text.grams))
    return shared >= CONTAINMENT * len(shorter.grams) and shorter.lead in longer.fingerprints


def _other_subjects(one: StoryTraits, other: StoryTraits) -> bool:
    """Whether neither text's own 4-grams have to do with those in common."""
    common, others_common = np.isin(one.runs, other.grams), np.isin(other.runs, one.grams)
    shared = one.subjects(common)
    own, others = one.subjects(~common), other.subjects(~others_common)
    return all(
        len(subjects) >= OWN_SUBJECTS and np.isin(subjects, shared).sum() < SUBJECTS_RECUR * len(subjects)
        for subjects in (np.setdiff1d(own, others), np.setdiff1d(others, own))
    )


def candidate_pairs(fingerprints: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs of documents, by index, that share a block: others cannot give each other a vote.

    A block that many hold pairs each holder with the next only. That is enough: copies of one story stand
    together in the holders of its own blocks.
    """
    holders: dict[int, list[int]] = {}
    for index, own in enumerate(fingerprints):
        for fingerprint in own:
            holders.setdefault(fingerprint, []).append(index)
    pairs: set[tuple[int, int]] = set()
    for held_by in holders.values():
        few = len(held_by) <= FEW_HOLDERS
        pairs.update(combinations(held_by, 2) if few else pairwise(held_by))
    return pairs


def components(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The smallest member of each index's connected component."""
    root = list(range(count))

    def find(index: int) -> int:
        while root[index] != index:
            root[index] = root[root[index]]
            index = root[index]
        return index

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
        root[high] = low
    return [find(index) for index in range(count)]
