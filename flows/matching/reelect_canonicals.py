"""Clusters that lose members to an erasure: what is left is compared and clustered once more, and gets a
canonical."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE
from flows.matching.copy_history import CopyHistory, end_ids
from flows.matching.memberships import memberships
from flows.matching.pair_rows import pair_rows
from flows.matching.recompare import compare_left
from flows.matching.verifying import Verifier
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import Duplicate, SimilarPair
from warehouse.tables.arrow import to_arrow


@dataclass(frozen=True)
class ErasureCause:
    """The erasure as what finds memberships."""

    started_at: datetime
    run_id: str = "erasure"


def reelect_canonicals(base: Snapshot, erased: Collection[str], now: datetime) -> Mapping[str, pa.Table]:
    """New rows of `duplicates` and `pairs` for the articles that lose one they were matched with.

    `erased` are keys of articles. Each of the others gets a row, since their old ones go with the erased.
    """
    if not erased:
        return {}
    cause = ErasureCause(now)
    with connect_landed(base) as database:
        history = CopyHistory(database, [], erased)
        orphans = {key for (key,) in execute(database, "matching/orphans", erased=sorted(erased)).fetchall()}
        left = orphans | end_ids(CopyHistory(database, []).pairs_of(erased)).difference(erased)
        verifier = Verifier(history.texts, NO_BOILERPLATE)
        pairs = pair_rows(cause, history, compare_left(history, left, (), verifier))
        rows = memberships(cause, history, pairs, left)
    return {"duplicates": to_arrow(rows, Duplicate), "pairs": to_arrow(pairs, SimilarPair)}
