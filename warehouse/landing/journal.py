"""The journal of a crawl's open segment: on the disk, what SIGKILL (out of memory) would take along.

A process that is killed says nothing more, and the rows of its open segment are in its memory only. So every
outcome is appended, with its page, to `landing/<writer>.<random>.journal` as it comes; and before that, when
an article is to be requested, the row that stands where no outcome ever comes: `failed/crawl_died`. The
journal goes once its segment is in landing/; one that no living process writes is landed by `land_journals`.
What a kill cuts off is the last record; the row that was written before its article was requested stands.

Nothing is synced: what was written outlives its process anyway. A power cut may take the last seconds along;
to sync every page would hold up the event loop for 5 to 30 ms each time.
"""

from __future__ import annotations

import fcntl
import logging
import tempfile
from pathlib import Path
from typing import BinaryIO

from warehouse.base.data_folder import DataFolder
from warehouse.landing.journal_record import JournalRecord, encoded
from warehouse.tables import Fetch, Page

logger = logging.getLogger(__name__)

JOURNAL = ".journal"


class Journal:
    """Writes the journal of one segment writer. A disk that is full costs the journal, not the crawl."""

    def __init__(self, data: DataFolder, writer: str) -> None:
        self._data = data
        self._writer = writer
        self._awaited: dict[str, Fetch] = {}
        self._file: BinaryIO | None = None
        self._has_failed = False

    def expect(self, fetch: Fetch) -> None:
        """Note the row that an article has if its outcome never comes."""
        if fetch.fetch_id not in self._awaited:
            self._awaited[fetch.fetch_id] = fetch
            self._append(JournalRecord(fetch, is_awaited=True))

    def add(self, fetch: Fetch, page: Page | None) -> None:
        """Note an outcome."""
        self._awaited.pop(fetch.fetch_id, None)
        self._append(JournalRecord(fetch, page))

    def landed(self) -> None:
        """All outcomes are in a segment: only what is still awaited is noted in the next journal."""
        old, self._file, self._has_failed = self._file, None, False
        for fetch in self._awaited.values():
            self._append(JournalRecord(fetch, is_awaited=True))
        if old is not None:
            _remove(old)

    def _append(self, record: JournalRecord) -> None:
        if self._has_failed:
            return
        try:
            self._file = self._file or _begin(self._data.landing, self._writer)
            self._file.write(encoded(record))
            self._file.flush()
        except OSError as error:
            self._has_failed = True
            logger.warning("%s: no journal until the next segment: %s", self._data.landing, error)


def left_journals(data: DataFolder) -> list[Path]:
    """The journals that no living process writes."""
    return [path for path in sorted(data.landing.glob(f"*{JOURNAL}")) if not _is_written(path)]


def run_of(journal: Path) -> str:
    """The run whose outcomes a journal holds."""
    return journal.name.partition(".")[0]


def _begin(landing: Path, writer: str) -> BinaryIO:
    landing.mkdir(parents=True, exist_ok=True)
    descriptor, path = tempfile.mkstemp(JOURNAL, f"{writer}.", landing)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return open(path, "wb", opener=lambda *_: descriptor)


def _remove(file: BinaryIO) -> None:
    try:
        Path(file.name).unlink()
        file.close()
    except OSError as error:
        logger.warning("%s stays, and is landed once more without effect: %s", file.name, error)


def _is_written(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
