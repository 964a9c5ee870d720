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

from dedupe.blocks.fingerprint import words

JACCARD = 0.5
CONTAINMENT = 0.5
GRAM = 4
FEW_HOLDERS = 8

LONG_WORD = 6
"""Letters of words that mostly belong to a subject and not to the language."""

OWN_SUBJECTS = 5
SUBJECTS_RECUR = 0.2

Grams = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class StoryTraits:
    """What of a text tells its story: its blocks, their fingerprints, and the first of these."""

    texts: tuple[str, ...]
    fingerprints: frozenset[int]
    lead: int | None

    @property
    def is_empty(self) -> bool:
        """Whether it has no word."""
        return not any(words(text) for text in self.texts)

    @cached_property
    def grams(self) -> Grams:
        """Its 4-grams, made where another text may be of the same story: most texts share no block."""
        return _grams(self.texts)


def story_traits(texts: Sequence[str], fingerprints: Sequence[int]) -> StoryTraits:
    """Of a text's blocks and their fingerprints, without those that belong to the site."""
    return StoryTraits(tuple(texts), frozenset(fingerprints), next(iter(fingerprints), None))


def same_story(one: StoryTraits, other: StoryTraits) -> bool:
    """Whether two texts are of one story. An empty text is of none."""
    if not one.grams or not other.grams:
        return False
    common = one.grams & other.grams
    shared = len(common)
    if shared >= JACCARD * (len(one.grams) + len(other.grams) - shared):
        return not _other_subjects(one.grams - common, other.grams - common, common)
    shorter, longer = sorted((one, other), key=lambda text: len(text.grams))
    return shared >= CONTAINMENT * len(shorter.grams) and shorter.lead in longer.fingerprints


def _other_subjects(one: Grams, other: Grams, common: Grams) -> bool:
    """Whether neither text's own 4-grams have to do with those in common."""
    own, others, shared = _subjects(one), _subjects(other), _subjects(common)
    return all(
        len(words) >= OWN_SUBJECTS and len(words & shared) < SUBJECTS_RECUR * len(words)
        for words in (own - others, others - own)
    )


def _subjects(grams: Grams) -> set[str]:
    """The long words of 4-grams; scripts without spaces have none."""
    return {word for gram in grams for word in gram if len(word) >= LONG_WORD}


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


def _grams(texts: Iterable[str]) -> Grams:
    """Word 4-grams over a sequence of blocks; of a shorter text, its words as one."""
    tokens = [word for text in texts for word in words(text)]
    if len(tokens) < GRAM:
        return frozenset([tuple(tokens)]) if tokens else frozenset()
    return frozenset(zip(*(tokens[start:] for start in range(GRAM)), strict=False))
