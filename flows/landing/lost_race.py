"""Landing once more upon what another machine committed first.

Several machines may write to one lake in a bucket. A commit that comes second is refused by the bucket, whole
(`warehouse.bucket.bucket_commit`): what the winner landed is then taken in, and the part, without what the
winner landed of it, is cleaned, matched and committed upon it. What was extracted is kept meanwhile, since
that is most of the work and asks nothing of the lake: so of many writers one wins each round, and a round is
as short as cleaning and matching.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from warehouse.base.data_folder import DataFolder
from warehouse.checks.already_landed import take_out_landed
from warehouse.lake.lake import Lake
from warehouse.landing.segments import Segment
from warehouse.snapshots.catalog import SnapshotTaken

logger = logging.getLogger(__name__)

T = TypeVar("T")

TRIES = 20
"""Commits of one part. Of ten writers that never pause one loses so often with one part in eight."""


def until_committed(data: DataFolder, segments: Sequence[Segment], land: Callable[[frozenset[str]], T]) -> T:
    """What `land` returns, which commits `segments` upon the current snapshot.

    The lake is locked by this process. What others landed meanwhile is taken out of `segments`; `land` is
    given the keys of those pages, none at first.

    Raises SnapshotTaken where others were faster TRIES times, DamagedSegment, and what `Catalog.pull` raises.
    """
    lost: frozenset[str] = frozenset()
    for number in range(1, TRIES):
        try:
            return land(lost)
        except SnapshotTaken as taken:
            logger.info("snapshot %d is another writer's; try %d upon it", taken.number, number + 1)
            Lake(data).catalog.pull()
            lost |= take_out_landed(data, Lake(data).current(), segments)
    return land(lost)
