"""Count all documents of a site again, as votes beyond those that were counted when they came in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dedupe.blocks.model import SiteModel
from dedupe.blocks.observe import Observation, Observed, PageBlocks, observe


def recount(documents: Sequence[PageBlocks], known: SiteModel) -> Observed:
    """The votes of all documents of a site beyond those `known`, below 0 where too many were counted.

    `known` must have the votes of every block of these. The model is that of all documents, in whichever
    order they came. A vote is named after a document that was not counted, where there is one.
    """
    new = {
        mark: document.key
        for document in documents
        if not document.counted
        for mark in document.counted_fingerprints
    }
    counted = observe([replace(document, counted=False) for document in documents], SiteModel())
    earliest = min((document.seen_at for document in documents), default=datetime.min)
    blocks = tuple(
        _beyond(replace(block, key=new.get(block.fingerprint, block.key)), more, earliest)
        for block in counted.blocks
        if (more := block.stories - known.votes(block.fingerprint))
    )
    return Observed(counted.stories - known.stories, blocks, counted.model)


def _beyond(block: Observation, more: int, earliest: datetime) -> Observation:
    """The votes that a block has more; those that it has less are as old as any, hence forgotten no
    later than what they take back."""
    tail, head = (round(more * some / block.stories) for some in (block.tail, block.head))
    seen = block.last_seen_at if more > 0 else earliest
    return replace(block, stories=more, tail=tail, head=head, last_seen_at=seen)
