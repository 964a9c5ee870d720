"""The directory of a snapshot: hard links to its files, by table and partition.

Linking a thousand files takes 6 ms; making and syncing the directories that they stand in takes 100, for
each is an inode of its own. So the directory that the next snapshot grows from is laid out ahead, after the
one before was published and when nobody waits: complete, synced, and under a name that says of which
snapshot it is. A commit takes it over by a rename and links what is new. Where there is none, after a kill,
the commit lays out everything itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART, link, part_of, remove, replace, sync_directories
from warehouse.snapshots.manifest import DataFile, Manifest


def grow_tree(data: DataFolder, manifest: Manifest, base: Manifest | None) -> Path:
    """The directory for `manifest`, which follows `base` if that is given, under a temporary name.

    All but the directory itself is synced.
    """
    part = part_of(data.snapshots / str(manifest.number))
    remove([part] if part.exists() else [])
    there = {file.name: file for file in base.files} if base and _take_over(data, base, part) else {}
    part.mkdir(exist_ok=True)
    wanted = {file.name: file for file in manifest.files}
    _unlink(part, [file for name, file in there.items() if name not in wanted])
    _link(data, part, [file for name, file in wanted.items() if name not in there])
    return part


def lay_out_next(data: DataFolder, manifest: Manifest) -> None:
    """Lay out ahead the directory that the snapshot after `manifest` will grow from."""
    ahead = _ahead(data, manifest.number)
    remove(stale_trees(data, manifest.number))
    if ahead.exists():
        return
    part = part_of(ahead)
    remove([part] if part.exists() else [])
    part.mkdir()
    _link(data, part, manifest.files)
    sync_directories([part])
    replace(part, ahead)


def stale_trees(data: DataFolder, current: int | None) -> list[Path]:
    """Directories that were laid out to follow another snapshot than the current one."""
    trees = (path for path in data.lake.glob("after-*") if path.suffix != PART)
    return [path for path in trees if path != _ahead(data, current)]


def _ahead(data: DataFolder, number: int | None) -> Path:
    return data.lake / f"after-{number}"


def _take_over(data: DataFolder, base: Manifest, part: Path) -> bool:
    """Whether there is a tree laid out after `base`, which then is at `part`."""
    ahead = _ahead(data, base.number)
    found = {name for _, _, names in os.walk(ahead) for name in names}
    if not base.files or found != {file.name for file in base.files}:  # none, or a copy that left some out
        return False
    ahead.rename(part)
    return True


def _link(data: DataFolder, part: Path, files: Iterable[DataFile]) -> None:
    """Link files into the tree, and sync the directories that they are in."""
    tables, folders = set(), set()
    for file in files:
        table, folder = f"{part}/{file.table}", f"{part}/{file.table}/{file.partition}"
        if folder not in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            tables.add(table)
            folders.add(folder)
        link(f"{data.files}/{file.name}", f"{folder}/{file.name}")
    sync_directories([*folders, *tables])


def _unlink(part: Path, files: Iterable[DataFile]) -> None:
    """Remove files from the tree, and the directories that they leave empty."""
    for file in files:
        folder = part / file.table / file.partition
        folder.joinpath(file.name).unlink(missing_ok=True)
        with suppress(OSError):  # others are in it
            folder.rmdir()
            folder.parent.rmdir()
