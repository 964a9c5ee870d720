"""Count the blocks of a batch: one vote a story, and none for a story that was counted before.

But a block that was added to articles since they landed is counted as if it were new, where it was added to
several or is known from others: what a site adds to a dozen old articles at once is the site's, and would
look like a dozen revisions. One article that got a paragraph of its own says nothing. Beside blocks, their
templates are counted (see `Passage`). A further article of a story that was counted votes for what none of
these has, as it would if all came at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from dedupe.blocks.model import FEWEST, SiteModel
from dedupe.blocks.passage import Passage
from dedupe.blocks.stories import (
    StoryTraits,
    are_alike,
    candidate_pairs,
    components,
    same_story,
    shared_grams,
)

Places = dict[int, "tuple[PageBlocks, int]"]
"""A document that carries a block, and where, by the block's key."""

Carriers = dict[int, "list[tuple[PageBlocks, int]]"]
"""The same of several stories, a document of each that carries the block."""

HEAD_BLOCKS = 3
PASSES = 2


@dataclass(frozen=True)
class PageBlocks:
    """One page's blocks before anything is cut.

    `key` is the article's; pages of one article are one story. `counted`: its story has voted before.
    """

    key: str
    passages: tuple[Passage, ...]
    seen_at: datetime
    counted: bool = False

    @cached_property
    def templates(self) -> tuple[int | None, ...]:
        return tuple(passage.template for passage in self.passages)

    @cached_property
    def counted_fingerprints(self) -> set[int]:
        """All that the model counts: blocks, and the templates of some."""
        return {*self.fingerprints, *(fingerprint for fingerprint in self.templates if fingerprint)}

    @cached_property
    def fingerprints(self) -> tuple[int, ...]:
        return tuple(passage.fingerprint for passage in self.passages)


@dataclass(frozen=True)
class Observation:
    """One block in the batch's newly counted stories, with the first document that carried it."""

    fingerprint: int
    stories: int
    tail: int
    head: int
    sample: Passage
    key: str
    last_seen_at: datetime


@dataclass(frozen=True)
class Observed:
    """Stories of the batch that had not been counted, and their blocks.

    `has_alike`: whether two of its documents are one story, or could be beside other known blocks.
    """

    stories: int
    blocks: tuple[Observation, ...]
    model: SiteModel
    has_alike: bool = False


def observe(documents: Sequence[PageBlocks], known: SiteModel) -> Observed:
    """The votes of one site's batch, beside documents that are marked as counted, in whichever order.

    Stories are told apart twice: first by their texts without the blocks known before, then also without
    those that the first pass found, since long promos make short stories look alike.
    """
    documents = sorted(documents, key=lambda one: (one.key, one.seen_at, one.fingerprints))
    carriers: Carriers = {}
    told, model, has_alike = 0, known, False
    traits = _Traits()
    shared = candidate_pairs([frozenset(document.fingerprints) for document in documents])
    before: list[list[Passage]] | None = None
    for _ in range(PASSES):
        own = [_own(document, model) for document in documents]
        if own == before:  # nothing was learned that tells stories apart otherwise
            break
        before = own
        stories, has_alike = _stories(documents, own, traits, shared)
        new = [story for story in stories if not any(document.counted for document in story)]
        added = _several([_added(story) for story in stories], known)
        brought = [_brought(story) | more for story, more in zip(stories, added, strict=True)]
        carriers = _carriers([*map(_places, new), *brought])
        told = len(new)
        model = known.plus(told, ((fingerprint, len(places)) for fingerprint, places in carriers.items()))
    blocks = tuple(_observation(fingerprint, places) for fingerprint, places in carriers.items())
    return Observed(told, blocks, model, has_alike)


def _stories(
    documents: Sequence[PageBlocks],
    blocks: Sequence[list[Passage]],
    traits: _Traits,
    shared: Iterable[tuple[int, int]],
) -> tuple[list[list[PageBlocks]], bool]:
    """Documents grouped by story, which for each is told by some `blocks`, and whether any two are alike;
    `shared` are pairs with a block in common."""
    own = [traits.of(index, told_by) for index, told_by in enumerate(blocks)]
    pairs, has_alike = list(_same_key(documents)), False
    for one, other in shared:
        count = shared_grams(own[one], own[other])
        has_alike = has_alike or are_alike(own[one], own[other], count)
        if same_story(own[one], own[other], count):
            pairs.append((one, other))
    root = components(len(documents), pairs)
    groups: dict[int, list[PageBlocks]] = {}
    for index, document in enumerate(documents):
        if document.counted or not own[index].is_empty:
            groups.setdefault(root[index], []).append(document)
    return list(groups.values()), has_alike


def _own(document: PageBlocks, model: SiteModel) -> list[Passage]:
    """The blocks that are not the site's."""
    return [
        block for block in document.passages if not block.is_aside and not model.repeats(block.fingerprint)
    ]


class _Traits:
    """The traits of documents by number, made once more where other blocks tell their story."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[list[Passage], StoryTraits]] = {}

    def of(self, number: int, own: list[Passage]) -> StoryTraits:
        """The traits of a document of which `own` are the blocks that tell its story."""
        if number not in self._made or self._made[number][0] != own:
            self._made[number] = own, StoryTraits(tuple(own))
        return self._made[number][1]


def _same_key(documents: Sequence[PageBlocks]) -> Iterable[tuple[int, int]]:
    first: dict[str, int] = {}
    for index, document in enumerate(documents):
        yield first.setdefault(document.key, index), index


def _places(story: Iterable[PageBlocks]) -> Places:
    """The first place of each block and template in a story."""
    places: Places = {}
    for document in story:
        for index, fingerprints in enumerate(zip(document.fingerprints, document.templates, strict=True)):
            for fingerprint in filter(None, fingerprints):
                places.setdefault(fingerprint, (document, index))
    return places


def _added(story: Iterable[PageBlocks]) -> Places:
    """What stands in new documents of articles that landed before, and in none of a counted one."""
    counted = [document for document in story if document.counted]
    if not counted:
        return {}
    keys = {document.key for document in counted}
    known = set().union(*(document.counted_fingerprints for document in counted))
    again = _places(document for document in story if not document.counted and document.key in keys)
    return {fingerprint: place for fingerprint, place in again.items() if fingerprint not in known}


def _brought(story: Iterable[PageBlocks]) -> Places:
    """What stands in further articles of a counted story, and in none that was counted."""
    counted = [document for document in story if document.counted]
    if not counted:
        return {}
    keys = {document.key for document in counted}
    known = set().union(*(document.counted_fingerprints for document in counted))
    further = _places(document for document in story if document.key not in keys)
    return {fingerprint: place for fingerprint, place in further.items() if fingerprint not in known}


def _several(added: Sequence[Places], known: SiteModel) -> list[Places]:
    """Of what was added to each story, that which was added to several, or is known from others."""
    count = Counter(fingerprint for places in added for fingerprint in places)
    return [
        {
            fingerprint: place
            for fingerprint, place in places.items()
            if count[fingerprint] + known.votes(fingerprint) >= FEWEST
        }
        for places in added
    ]


def _carriers(stories: Iterable[Places]) -> Carriers:
    found: Carriers = {}
    for places in stories:
        for fingerprint, place in places.items():
            found.setdefault(fingerprint, []).append(place)
    return found


def _observation(fingerprint: int, carriers: Sequence[tuple[PageBlocks, int]]) -> Observation:
    document, index = carriers[0]
    return Observation(
        fingerprint=fingerprint,
        stories=len(carriers),
        tail=len([at for holder, at in carriers if at >= len(holder.passages) / 2]),
        head=len([at for _, at in carriers if at < HEAD_BLOCKS]),
        sample=document.passages[index],
        key=document.key,
        last_seen_at=max([holder.seen_at for holder, _ in carriers]),
    )
