"""Removing what a killed run left: it was never part of any snapshot, or is already part of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from warehouse.durable import PART, remove
from warehouse.folder import DataFolder
from warehouse.lake.linktree import stale_trees
from warehouse.lake.snapshots import Snapshot, current_snapshot


def sweep(data: DataFolder) -> int:
    """Remove the leftovers of killed runs; returns how many. Only the holder of the run lock may call it."""
    current = current_snapshot(data)
    return remove([*_unfinished(data), *_half_snapshots(data, current), *_taken_segments(data, current)]) + (
        remove_unnamed(data)
    )


def remove_unnamed(data: DataFolder) -> int:
    """Remove the data files that no snapshot names; returns how many."""
    named = {name for _, _, names in os.walk(data.snapshots) for name in names}
    return remove([path for path in _entries(data.files) if path.name not in named])


def _unfinished(data: DataFolder) -> list[Path]:
    folders = (data.files, data.snapshots, data.lake, data.search, data.keys)
    parts = [path for folder in folders for path in folder.glob(f"*{PART}")]
    return [*_entries(data.tmp), *parts, *data.root.glob(f"*{PART}")]


def _half_snapshots(data: DataFolder, current: Snapshot | None) -> list[Path]:
    """Snapshots that were built but never became current, and what was laid out to follow another one."""
    newest = current.number if current else 0
    half = [path for path in _entries(data.snapshots) if path.name.isdigit() and int(path.name) > newest]
    return half + stale_trees(data, newest)


def _taken_segments(data: DataFolder, current: Snapshot | None) -> list[Path]:
    names = current.manifest.segments if current else ()
    return [path for name in names if (path := data.landing / name).exists()]


def _entries(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())
