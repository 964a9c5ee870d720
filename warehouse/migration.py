"""Files of older schema versions, rewritten with today's columns.

Nobody must migrate after an additive change: readers give a column that a file lacks its default. Migration
makes the files themselves whole, for tools that read the Parquet directly.
"""

from __future__ import annotations

from datetime import datetime

from warehouse.compaction import is_outdated
from warehouse.folder import DataFolder
from warehouse.publish import publish
from warehouse.snapshots import current_snapshot, install, merge


def migrate(data: DataFolder, now: datetime) -> int:
    """Rewrite every file with other columns than today's, and publish; returns how many there were.

    Only the holder of the run lock may call it. Raises NewerLake.
    """
    base = current_snapshot(data)
    outdated = [file for file in base.manifest.files if is_outdated(file)] if base else []
    if base is None or not outdated:
        return 0
    fresh = [merge(data, [file], base.number + 1) for file in outdated]
    gone = {file.name for file in outdated}
    kept = [file for file in base.manifest.files if file.name not in gone]
    publish(data, install(data, base, [*kept, *fresh], now, "migration"))
    return len(outdated)
