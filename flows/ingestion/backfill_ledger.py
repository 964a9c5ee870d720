"""Which archives a backfill has landed, so that one that is started again does not read them again.

A file of lines beside the lake: an archive is written down when what it holds has landed, as it then was and
with what was wanted of it. Lost or removed it costs time and nothing else: what has landed is known.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from spiders.archives.captures import Selection
from warehouse.base.data_folder import DataFolder


class BackfillLedger:
    """The archives of which the captures of a selection have landed."""

    def __init__(self, data: DataFolder, selection: Selection, source: str | None) -> None:
        self._path = data.root / "backfilled.jsonl"
        self._wanted = [sorted(selection.hosts), str(selection.since), str(selection.until), source]
        self._done = set(self._path.read_text().splitlines()) if self._path.exists() else set()

    def has(self, archive: Path) -> bool:
        """Whether the archive, as it is now, has landed."""
        return archive.is_file() and self._line(archive) in self._done

    def add(self, archive: Path) -> None:
        """Write down that the archive has landed. Folders of pages, which grow, are read each time."""
        if not archive.is_file():
            return
        with self._path.open("a") as file:
            file.write(self._line(archive) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._done.add(self._line(archive))

    def _line(self, archive: Path) -> str:
        now = archive.stat()
        return json.dumps([str(archive.resolve()), now.st_size, now.st_mtime_ns, *self._wanted])
