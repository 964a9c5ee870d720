"""Removing what a killed run left: it was never part of any snapshot, or is already part of one."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART, remove
from warehouse.snapshots.current_pointer import numbered
from warehouse.snapshots.linktree import stale_trees
from warehouse.snapshots.manifest import NAME, BrokenManifest, read_manifest
from warehouse.snapshots.roll_forward import is_hollow, roll_forward
from warehouse.snapshots.snapshot import ASIDE, Snapshot, current_snapshot

logger = logging.getLogger(__name__)


def sweep(data: DataFolder) -> int:
    """Remove the leftovers of killed runs; returns how many. Only the holder of the run lock may call it.

    Raises BrokenManifest.
    """
    gone = remove(path for path in numbered(data) if is_hollow(path))
    roll_forward(data)
    current = current_snapshot(data)
    trees = stale_trees(data, current.number)
    gone += remove([*_unfinished(data), *trees, *_taken_segments(data, current)])
    return gone + remove_unreferenced(data)


def remove_unreferenced(data: DataFolder) -> int:
    """Remove the data files that no snapshot names; returns how many.

    While a manifest cannot be read nobody knows what it names, and nothing is removed.
    """
    linked = {name for _, _, names in os.walk(data.snapshots) for name in names}
    loose = [path for path in _entries(data.files) if path.name not in linked]
    try:
        named = _named(data) if loose else set()
    except BrokenManifest as error:
        logger.warning("%s; %d files in %s are kept until then", error, len(loose), data.files)
        return 0
    return remove([path for path in loose if path.name not in named])


def _named(data: DataFolder) -> set[str]:
    """The files that any manifest names, linked in its snapshot or not. Raises BrokenManifest."""
    snapshots = [path for path in _entries(data.snapshots) if path.name.isdecimal() or ASIDE in path.name]
    return {file.name for path in snapshots for file in read_manifest(path / NAME).files}


def _unfinished(data: DataFolder) -> list[Path]:
    folders = (data.files, data.snapshots, data.lake, data.search, data.keys, data.recent, data.takedowns)
    parts = [path for folder in folders for path in folder.glob(f"*{PART}")]
    return [*_entries(data.tmp), *parts, *data.root.glob(f"*{PART}")]


def _taken_segments(data: DataFolder, current: Snapshot) -> list[Path]:
    return [path for name in current.manifest.segments if (path := data.landing / name).exists()]


def _entries(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())
