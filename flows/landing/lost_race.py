"""Landing once more upon what another machine committed first.

Several machines may write to one lake in a bucket. A commit that comes second is refused by the bucket, whole
(`warehouse.bucket.bucket_commit`): what the winner landed is then taken in, and the part is cleaned, matched
and committed upon it. What was extracted is kept meanwhile, since that is most of the work and asks nothing
of the lake: so of many writers one wins each round, and a round is as short as cleaning and matching.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake
from warehouse.snapshots.catalog import SnapshotTaken

logger = logging.getLogger(__name__)

T = TypeVar("T")

TRIES = 20
"""Commits of one part. Of ten writers that never pause one loses so often with one part in eight."""


def until_committed(data: DataFolder, land: Callable[[], T]) -> T:
    """What `land` returns, which commits upon the current snapshot; the lake is locked by this process.

    Raises SnapshotTaken where others were faster TRIES times, and what the catalog's `pull` raises.
    """
    for number in range(1, TRIES):
        try:
            return land()
        except SnapshotTaken as lost:
            logger.info("snapshot %d is another writer's; try %d upon it", lost.number, number + 1)
            Lake(data).catalog.pull()
    return land()
