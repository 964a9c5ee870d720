"""Count the blocks of a batch: one vote a story, and none for a story that was counted before.

But a block that was added to articles since they landed is counted as if it were new, where it was added to
several or is known from others: what a site adds to a dozen old articles at once is the site's, and would
look like a dozen revisions. One article that got a paragraph of its own says nothing. Beside blocks, their
templates are counted (see `fingerprint`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from dedupe.blocks.fingerprint import fingerprint
from dedupe.blocks.model import FEWEST, SiteModel
from dedupe.blocks.passage import Passage
from dedupe.blocks.stories import Telling, candidate_pairs, components, same_story, telling
from dedupe.blocks.suspect import template_of

Places = dict[int, "tuple[Document, int]"]
"""A document that carries a block, and where, by the block's key."""

HEAD_BLOCKS = 3
PASSES = 2


@dataclass(frozen=True)
class Document:
    """One page's blocks before anything is cut.

    `key` is the article's; pages of one article are one story. `counted`: its story has voted before.
    """

    key: str
    passages: tuple[Passage, ...]
    seen_at: datetime
    counted: bool = False

    @cached_property
    def templates(self) -> tuple[int | None, ...]:
        return tuple(template_of(passage.text) for passage in self.passages)

    @property
    def counted_marks(self) -> set[int]:
        """All that the model counts: blocks, and the templates of some."""
        return {*self.marks, *(mark for mark in self.templates if mark)}

    @cached_property
    def marks(self) -> tuple[int, ...]:
        return tuple(fingerprint(passage.text) for passage in self.passages)


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
    """Stories of the batch that had not been counted, and their blocks."""

    stories: int
    blocks: tuple[Observation, ...]
    model: SiteModel


def observe(documents: Sequence[Document], known: SiteModel) -> Observed:
    """The votes of one site's batch, beside documents that are marked as counted.

    Stories are told apart twice: first by their texts without the blocks known before, then also without
    those that the first pass found, since long promos make short stories look alike.
    """
    observed = Observed(0, (), known)
    for _ in range(PASSES):
        stories = _stories(documents, observed.model)
        new = [story for story in stories if not any(document.counted for document in story)]
        added = _several([_added(story) for story in stories], known)
        blocks = tuple(_observations([*map(_places, new), *added]))
        votes = ((block.fingerprint, block.stories) for block in blocks)
        observed = Observed(len(new), blocks, known.plus(len(new), votes))
    return observed


def _stories(documents: Sequence[Document], model: SiteModel) -> list[list[Document]]:
    """Documents grouped by story."""
    own = [_own(document, model) for document in documents]
    shared = candidate_pairs([frozenset(document.marks) for document in documents])
    pairs = [(one, other) for one, other in shared if same_story(own[one], own[other])]
    root = components(len(documents), [*pairs, *_same_key(documents)])
    groups: dict[int, list[Document]] = {}
    for index, document in enumerate(documents):
        if own[index].grams or document.counted:
            groups.setdefault(root[index], []).append(document)
    return list(groups.values())


def _own(document: Document, model: SiteModel) -> Telling:
    blocks = zip(document.passages, document.marks, strict=True)
    own = [(block.text, mark) for block, mark in blocks if not block.apart and not model.repeats(mark)]
    return telling([text for text, _ in own], [mark for _, mark in own])


def _same_key(documents: Sequence[Document]) -> Iterable[tuple[int, int]]:
    first: dict[str, int] = {}
    for index, document in enumerate(documents):
        yield first.setdefault(document.key, index), index


def _places(story: Iterable[Document]) -> Places:
    """The first place of each block and template in a story."""
    places: Places = {}
    for document in story:
        for index, marks in enumerate(zip(document.marks, document.templates, strict=True)):
            for mark in filter(None, marks):
                places.setdefault(mark, (document, index))
    return places


def _added(story: Iterable[Document]) -> Places:
    """What stands in new documents of articles that landed before, and in none of a counted one."""
    counted = [document for document in story if document.counted]
    keys = {document.key for document in counted}
    known = set().union(*(document.counted_marks for document in counted))
    again = _places(document for document in story if not document.counted and document.key in keys)
    return {mark: place for mark, place in again.items() if mark not in known}


def _several(added: Sequence[Places], known: SiteModel) -> list[Places]:
    """Of what was added to each story, that which was added to several, or is known from others."""
    count = Counter(mark for places in added for mark in places)
    return [
        {mark: place for mark, place in places.items() if count[mark] + known.votes(mark) >= FEWEST}
        for places in added
    ]


def _observations(stories: Iterable[Places]) -> Iterable[Observation]:
    found: dict[int, list[tuple[Document, int]]] = {}
    for places in stories:
        for mark, place in places.items():
            found.setdefault(mark, []).append(place)
    for mark, carriers in found.items():
        document, index = carriers[0]
        yield Observation(
            fingerprint=mark,
            stories=len(carriers),
            tail=sum(1 for holder, at in carriers if at >= len(holder.passages) / 2),
            head=sum(1 for _, at in carriers if at < HEAD_BLOCKS),
            sample=document.passages[index],
            key=document.key,
            last_seen_at=max(holder.seen_at for holder, _ in carriers),
        )
