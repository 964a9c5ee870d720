"""Count the blocks of a batch: one vote a story, and none for a story that was counted before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from dedupe.blocks.fingerprint import fingerprint
from dedupe.blocks.model import SiteModel
from dedupe.blocks.passage import Passage
from dedupe.blocks.stories import Telling, candidate_pairs, components, same_story, telling

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
        stories = _new_stories(documents, observed.model)
        blocks = tuple(_observations(stories))
        votes = ((block.fingerprint, block.stories) for block in blocks)
        observed = Observed(len(stories), blocks, known.plus(len(stories), votes))
    return observed


def _new_stories(documents: Sequence[Document], model: SiteModel) -> list[list[Document]]:
    """Documents grouped by story, without the stories of which one document was counted."""
    own = [_own(document, model) for document in documents]
    shared = candidate_pairs([frozenset(document.marks) for document in documents])
    pairs = [(one, other) for one, other in shared if same_story(own[one], own[other])]
    root = components(len(documents), [*pairs, *_same_key(documents)])
    groups: dict[int, list[Document]] = {}
    for index, document in enumerate(documents):
        if own[index].grams or document.counted:
            groups.setdefault(root[index], []).append(document)
    return [group for group in groups.values() if not any(document.counted for document in group)]


def _own(document: Document, model: SiteModel) -> Telling:
    blocks = zip(document.passages, document.marks, strict=True)
    own = [(block.text, mark) for block, mark in blocks if not block.apart and not model.repeats(mark)]
    return telling([text for text, _ in own], [mark for _, mark in own])


def _same_key(documents: Sequence[Document]) -> Iterable[tuple[int, int]]:
    first: dict[str, int] = {}
    for index, document in enumerate(documents):
        yield first.setdefault(document.key, index), index


def _observations(stories: Iterable[Sequence[Document]]) -> Iterable[Observation]:
    found: dict[int, list[tuple[Document, int]]] = {}
    for story in stories:
        places: dict[int, tuple[Document, int]] = {}
        for document in story:
            for index, mark in enumerate(document.marks):
                places.setdefault(mark, (document, index))
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
