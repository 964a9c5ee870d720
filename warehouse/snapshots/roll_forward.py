"""Making a data folder one again that a kill or a copy left in between.

A snapshot newer than `current` is a commit that was killed before its last step, or one that was made while
the folder was being copied. Where all its files are there it is finished: `current` is pointed to it. Where
some are missing it is set aside under another name, kept and reported by `copydesk fsck`: what a manifest
names is removed by retention and by erasure only.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import point, remove, replace, sync_file
from warehouse.snapshots.current_pointer import current_number, numbered, stated_number
from warehouse.snapshots.manifest import BrokenManifest
from warehouse.snapshots.snapshot import ASIDE, Snapshot, open_snapshot, set_snapshot_aside

logger = logging.getLogger(__name__)


def roll_forward(data: DataFolder) -> None:
    """Point `current` to the newest whole snapshot. Only the holder of the run lock may call it.

    Raises BrokenManifest.
    """
    current = current_number(data)
    if not current:
        _keep_unnamed(data)
        return
    whole = unlinked(data, current) or data.snapshots / str(current)
    for path in numbered(data):
        if int(path.name) > int(whole.name):
            logger.warning("%s: files are missing; kept as %s", path, set_snapshot_aside(path))
    _point(data, whole)


def unlinked(data: DataFolder, current: int) -> Path | None:
    """The newest whole snapshot after the current one, if there is any."""
    newer = (path for path in reversed(numbered(data)) if int(path.name) > current)
    return next((path for path in newer if is_whole(path)), None)


def is_whole(path: Path) -> bool:
    """Whether a snapshot's directory has every file that its manifest names, in its size."""
    try:
        snapshot = open_snapshot(path)
    except BrokenManifest:
        return False
    return snapshot.number == int(path.name) and not list(misfits(snapshot))


def is_hollow(folder: Path) -> bool:
    """Whether a folder holds no file, however deep."""
    return not any(names for _, _, names in os.walk(folder))


def misfits(snapshot: Snapshot) -> Iterator[Path]:
    """The files of a snapshot that are missing or of another size than its manifest says."""
    for file in snapshot.manifest.files:
        path = snapshot.path / file.table / file.partition / file.name
        if not path.is_file() or path.stat().st_size != file.bytes:
            yield path


def set_aside_snapshots(data: DataFolder) -> list[Path]:
    """The directories that were set aside."""
    return sorted(data.snapshots.glob(f"*{ASIDE}*"))


def _point(data: DataFolder, snapshot: Path) -> None:
    is_pointer = data.current.is_symlink() or data.current.is_file()
    if is_pointer and stated_number(data) == int(snapshot.name):
        return
    if data.current.is_dir() and not data.current.is_symlink():
        _move_copy(data, snapshot)
    if snapshot.is_dir():
        point(data.current, f"snapshots/{snapshot.name}")
        logger.warning("%s: now points to snapshot %s", data.current, snapshot.name)


def _move_copy(data: DataFolder, snapshot: Path) -> None:
    """`current` is a directory: a copy that followed the link. It is the snapshot, or a second copy of it."""
    data.snapshots.mkdir(exist_ok=True)
    if is_hollow(data.current):
        remove([data.current])
    elif snapshot.exists():
        replace(data.current, snapshot.with_name(f"{snapshot.name}{ASIDE}{secrets.token_hex(4)}"))
    else:
        replace(data.current, snapshot)


def _keep_unnamed(data: DataFolder) -> None:
    """Files in lake/data and no snapshot at all: a first commit that was killed, or half of a copy."""
    strays = sorted(data.files.glob("*.parquet")) if data.files.is_dir() else []
    if not strays:
        return
    aside = data.quarantine / f"unnamed-{secrets.token_hex(4)}"
    aside.mkdir(parents=True)
    for path in strays:
        path.rename(aside / path.name)
    sync_file(aside)
    logger.warning("%s: %d files that no snapshot names; kept in %s", data.files, len(strays), aside)
