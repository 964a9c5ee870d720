"""`removed_blocks` and `blocks`: what was cut, and the observations from which it was learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.tables.column import SCHEMA_VERSION, Stored, column
from warehouse.values import BlockKind, CutKind, CutPlace


@dataclass(frozen=True, kw_only=True)
class RemovedBlock:
    """One block cut from one revision."""

    article_id: str = column("Article that the block was cut from")
    revision: int = column("Revision that the block was cut from")
    extraction: int = column("Extraction that the block was cut from")
    page_id: str = column("Key of the page that the block stood on")
    source: str = column("Name of the configured source")
    position: int = column("Index of the block in the uncut text, from 0")
    place: str = column("Where the block stood", values=CutPlace)
    kind: str = column("What the block was cut as", values=CutKind)
    reason: str = column(
        "Why it was cut, with the signals that decided", example="repeated in 12 of 14 stories, tail"
    )
    stories: int = column("Distinct stories of the site that the block was seen in", unit="stories")
    fingerprint: int = column("Hash of the block's casefolded words, digits folded", arrow="uint64")
    block_kind: str = column("What the block is by the page's markup", values=BlockKind)
    text: str = column("The block itself", stored=Stored.BULK)
    landed_at: datetime = column("When this row was committed, UTC")
    run_id: str = column("Run that landed this row")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)


@dataclass(frozen=True, kw_only=True)
class BlockCount:
    """One block observed in one site's stories in one run; the learned model is their sum."""

    site: str = column("Site whose stories were counted", example="example.org")
    fingerprint: int = column(
        "Hash of the block's casefolded words, digits folded; 0 stands for no block but for the stories "
        "themselves, so that the sum of its rows is the number of the site's stories",
        arrow="uint64",
    )
    article_id: str = column("A story that carried it")
    run_id: str = column("Run that made the observation")
    stories: int = column(
        "Stories that carried the block and were not counted before; below 0 where a recount of the site "
        "found fewer than were counted",
        unit="stories",
    )
    tail: int = column("Of these, in how many it stood at the tail", unit="stories")
    head: int = column("Of these, in how many it stood at the head", unit="stories")
    chars: int = column("Length of the block", unit="characters")
    link_density: float = column("Share of its characters that are link text", default=0.0)
    sample: str = column("The block as first seen in the run", stored=Stored.BULK)
    last_seen_at: datetime = column("Latest fetch of a story that carried it, UTC")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
