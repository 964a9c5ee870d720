"""Searching an index that belongs to somebody else.

To search, tantivy takes a lock, for which it opens a file of the index for writing, and it makes the files
that name the segments readable by their owner only. So where the folder cannot be written (a read-only mount,
a copy on a disc, another user's data) its files are linked into a scratch folder, which takes the lock; and
what was written gets the permissions of a file that we made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_LOCKS = ".lock"
_NAMING = ("meta.json", ".managed.json")


@contextmanager
def searchable(folder: Path) -> Iterator[Path]:
    """A folder with the files of the index in which tantivy can take its lock."""
    locks = list(folder.glob(f".*{_LOCKS}"))
    if all(os.access(path, os.W_OK) for path in (folder, *locks)):
        yield folder
        return
    with TemporaryDirectory(prefix="copydesk-search-") as scratch:
        for path in folder.iterdir():
            if path.suffix != _LOCKS:
                (Path(scratch) / path.name).symlink_to(path.resolve())
        yield Path(scratch)


def share(folder: Path, like: Path) -> None:
    """Give the files that name the segments the permissions of `like`."""
    for name in _NAMING:
        (folder / name).chmod(like.stat().st_mode & 0o777)
