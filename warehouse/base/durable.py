"""Writes that survive a kill and a power cut.

The order that makes them so: write under a temporary name, fsync the file, rename, fsync the directory.
A temporary name ends in `.part`, never in `.parquet`, so that no reader's glob can meet it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PART = ".part"
"""Ending of everything that is not finished."""

SYNCS = 16
"""Directories that are synced at a time."""

_LINK_REFUSED = {errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EACCES}


def part_of(path: Path) -> Path:
    """The temporary name beside `path`."""
    return path.with_name(path.name + PART)


def sync_file(path: Path | str) -> None:
    """Wait until the content of a file, or the entries of a directory, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Sync every directory under `root`, and `root` itself last; their files are synced already."""
    sync_directories([folder for folder, _, _ in os.walk(root)][1:])
    sync_file(root)


def sync_directories(folders: Sequence[Path | str]) -> None:
    """Sync many directories at a time: a journalling file system then writes its journal once for all."""
    with ThreadPoolExecutor(SYNCS) as pool:
        list(pool.map(sync_file, folders))


def replace(part: Path, path: Path) -> None:
    """Give a finished and synced file or directory its name, for good."""
    part.replace(path)
    sync_file(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all."""
    part = part_of(path)
    part.write_text(text, encoding="utf-8")
    sync_file(part)
    replace(part, path)


def link(source: Path | str, target: Path | str) -> None:
    """Hard-link a file, or copy it where the file system refuses links."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _LINK_REFUSED:
            raise
        shutil.copyfile(source, target)
        sync_file(target)


def point(name: Path, target: str) -> None:
    """Make the symbolic link `name` point to `target` from one instant to the next.

    A file system without links gets a plain file that says so.
    """
    part = part_of(name)
    part.unlink(missing_ok=True)
    try:
        part.symlink_to(target)
    except OSError as error:
        if error.errno not in _LINK_REFUSED:
            raise
        write_text(name, target)
    else:
        replace(part, name)


def remove(paths: Iterable[Path]) -> int:
    """Remove files and directories with all they hold; returns how many of the paths there were."""
    count = 0
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        count += 1
    return count
