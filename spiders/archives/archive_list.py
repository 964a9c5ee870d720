"""Lists of archives, as Common Crawl publishes them (`warc.paths.gz`): a path on each line.

The paths are below the list's own folder, or below the one that a copy of the archives stands in. Nothing is
fetched here. Archives of CC-NEWS are named by the moment at which they were begun, and hold some hours from
then on: those of other days need not be opened.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from spiders.archives.captures import LIST_SUFFIXES, Selection
from warehouse.base.errors import CopydeskError

MAX_LIST_BYTES = 100_000_000
_BEGUN = re.compile(r"CC-NEWS-(\d{4})(\d\d)(\d\d)\d{6}-")


class UnreadableList(CopydeskError):
    """A list of archives that cannot be read."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: the list of archives cannot be read: {self.problem}"


def is_list(path: Path) -> bool:
    """Whether a path is, by its name, a list of archives."""
    return path.name.lower().endswith(LIST_SUFFIXES)


def listed(path: Path, below: Path | None = None) -> Iterator[Path]:
    """The archives of a list, in its order, below a folder (the list's own). Raises UnreadableList."""
    root = (below or path.parent).resolve()
    for line in _text(path).splitlines():
        if name := line.strip():
            found = (root / name).resolve()
            if not found.is_relative_to(root):
                raise UnreadableList(path, f"{name!r} is not below {root}")
            yield found


def may_hold(file: Path, selection: Selection) -> bool:
    """Whether an archive may, by its name, hold captures of the wanted days."""
    found = _BEGUN.match(file.name)
    if found is None:
        return True
    try:
        begun = date(*(int(part) for part in found.groups()))
    except ValueError:
        return True
    return begun <= selection.until and selection.since <= begun + timedelta(days=1)


def _text(path: Path) -> str:
    """Raises UnreadableList."""
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            content = stream.read(MAX_LIST_BYTES + 1)
        if len(content) > MAX_LIST_BYTES:
            raise UnreadableList(path, f"more than {MAX_LIST_BYTES:,} bytes")
        return content.decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UnreadableList(path, str(error)) from error
