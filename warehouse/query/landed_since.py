"""A snapshot without the files of months that are over: years of footers are not read for the last weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.snapshot import Snapshot


def landed_since(snapshot: Snapshot, moment: datetime) -> Snapshot:
    """The snapshot with those files only that may hold a row that landed at `moment` (UTC) or later."""
    files = tuple(
        file
        for file in snapshot.manifest.files
        if LAYOUTS[file.table].home(file.partition) >= LAYOUTS[file.table].partition(moment)
    )
    return replace(snapshot, manifest=replace(snapshot.manifest, files=files))
