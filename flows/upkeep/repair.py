"""A lake with damaged files becomes one that can be read and written again, and what was lost is reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake
from warehouse.snapshots.manifest import DataFile
from warehouse.upkeep.damaged_files import Loss, damaged_files, give_up, require_copies

DERIVED = frozenset({"signatures", "bands"})
"""Tables that are rebuilt from the texts."""


def repair_lake(data: DataFolder, now: datetime, window_days: int) -> list[str]:
    """Repair the current snapshot's files that are cut or missing; returns what was lost, a line each.

    What has an undamaged copy is restored; of the rest what can be read is kept. Only the holder of the run
    lock may call it. Raises LostFile, with nothing changed, where a file is missing under all its names.
    """
    unsound = damaged_files(data)
    if not unsound:
        return []
    require_copies(data, unsound)
    return drop_damaged_files(data, unsound, now, window_days).lines()


def drop_damaged_files(data: DataFolder, files: Sequence[DataFile], now: datetime, window_days: int) -> Loss:
    """Continue without what cannot be read of `files`; signatures and bands among them are rebuilt."""
    loss = give_up(data, files, now)
    base = Lake(data).current()
    if loss.tables & DERIVED:
        # Every run looks for damage; what signs texts is loaded where there was some.
        from flows.upkeep.rebuild_signatures import rebuild_signatures

        rebuild_signatures(data, base, now, window_days)
    return loss
