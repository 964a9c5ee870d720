"""Landing: raw pages and the outcomes of their links, in segments that appear whole.

A crawl writes to a segment writer; the writer keeps rows in memory until a rotation is due and then
writes `pages.parquet` and `fetches.parquet` under tmp/ and renames their directory into landing/. Nobody ever
sees half a segment, and what a kill takes of an open one stands in the writer's journal. A segment that the
current snapshot does not name is pending: the next run takes it in.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART, remove, replace, sync_file
from warehouse.base.errors import CopydeskError
from warehouse.landing.journal import Journal, left_journals, run_of
from warehouse.landing.journal_record import read_records
from warehouse.snapshots.parquet import footer_of, open_parquet, read_rows, write_rows
from warehouse.tables import Fetch, Page
from warehouse.tables.arrow import from_arrow, to_arrow
from warehouse.values import Discovery

if TYPE_CHECKING:  # snapshots bring DuckDB along, and a crawl process, which lands pages, has no use for it
    from warehouse.snapshots.snapshot import Snapshot

Row = TypeVar("Row", Fetch, Page)

_NOT_DAMAGE = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EPERM}
"""What keeps an undamaged file from being read."""

HELD_BYTES = 2 * 1024 * 1024
"""Of pages that are read at a time, by the mean of a row group: several times as much is held while they are
unpacked. Fewer pages at a time are read no faster."""

PAGES = "pages.parquet"
FETCHES = "fetches.parquet"


@dataclass(frozen=True)
class Rotation:
    """When a segment is closed and the next begun: at this many pages, bytes of bodies or seconds."""

    pages: int = 1_000
    bytes: int = 32 * 1024 * 1024
    seconds: float = 60.0


@dataclass(frozen=True)
class SegmentSize:
    """How much a segment, or several, hold: pages, outcomes, bytes of bodies before compression."""

    pages: int = 0
    fetches: int = 0
    bytes: int = 0

    def plus(self, other: SegmentSize) -> SegmentSize:
        """Both together."""
        return SegmentSize(self.pages + other.pages, self.fetches + other.fetches, self.bytes + other.bytes)

    def fits(self, most: SegmentSize) -> bool:
        """Whether nothing is more than `most` has."""
        return self.pages <= most.pages and self.fetches <= most.fetches and self.bytes <= most.bytes


class DamagedSegment(CopydeskError):
    """A landing segment cannot be read. Nobody knows its links as fetched: the next crawl fetches them."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: cannot be read ({self.problem}); `copydesk run --no-fetch` sets it aside"


@dataclass(frozen=True)
class Segment:
    """One directory of landed pages. `name` is `<run_id>.<writer>.<sequence>`."""

    name: str
    run_id: str
    path: Path

    def fetches(self) -> list[Fetch]:
        """Every outcome of the segment. Raises DamagedSegment."""
        with reading(self.path):
            return from_arrow(read_rows(self.path / FETCHES), Fetch)

    def ledger(self, *columns: str) -> pa.Table:
        """Some columns of every outcome. Raises DamagedSegment."""
        with reading(self.path):
            return read_rows(self.path / FETCHES, columns)

    def size(self) -> SegmentSize:
        """How much it holds, by its footers; nothing where they cannot be read, which landing finds out."""
        try:
            with reading(self.path):
                pages, fetches = footer_of(self.path / PAGES), footer_of(self.path / FETCHES)
        except DamagedSegment:
            return SegmentSize()
        groups = [pages.row_group(number) for number in range(pages.num_row_groups)]
        return SegmentSize(pages.num_rows, fetches.num_rows, sum(group.total_byte_size for group in groups))

    def pages(self, batch: int = 64) -> Iterator[list[Page]]:
        """The pages of the segment, at most `batch` of them at a time, fewer where they are large.

        Raises DamagedSegment.
        """
        with reading(self.path), open_parquet(self.path / PAGES) as file:
            groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
            # A group may be empty, when what it held was taken out.
            largest = max([1.0, *(group.total_byte_size / max(1, group.num_rows) for group in groups)])
            for rows in file.iter_batches(batch_size=max(1, min(batch, int(HELD_BYTES / largest)))):
                yield from_arrow(rows, Page)

    def problem(self) -> str | None:
        """What keeps it from being read, as far as footers and outcomes tell."""
        try:
            with reading(self.path):
                read_rows(self.path / FETCHES)
                footer_of(self.path / PAGES)
        except DamagedSegment as error:
            return error.problem
        return None


class SegmentWriter:
    """Lands what a crawl or an import fetches. Rows appear in landing/ at rotation and at `close`.

    `name` must be a plain file name without dots: it becomes part of the segment's. With `has_journal` even
    SIGKILL loses no row; what can be done again from its source, an import, has no need of that.
    """

    def __init__(
        self,
        data: DataFolder,
        run_id: str,
        name: str,
        rotation: Rotation | None = None,
        *,
        has_journal: bool = False,
    ) -> None:
        self._data = data
        self._prefix = f"{run_id}.{name}"
        self._rotation = rotation or Rotation()
        self._journal = Journal(data, self._prefix) if has_journal else None
        self._sequence = _next_sequence(data, self._prefix)
        self._begin()

    def __enter__(self) -> SegmentWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def expect(self, fetch: Fetch) -> None:
        """Note the row that stands where the process is killed before the outcome comes."""
        if self._journal:
            self._journal.expect(fetch)

    def add(self, fetch: Fetch, page: Page | None) -> None:
        """Keep one outcome and, where there is one, its page."""
        now = datetime.now(UTC)
        fetch, page = _in_order(fetch, now), page and _in_order(page, now)
        if self._journal:
            self._journal.add(fetch, page)
        self._fetches.append(fetch)
        if page is not None:
            self._pages.append(page)
            self._bytes += len(page.body)
        self.close_if_due()

    def close_if_due(self) -> None:
        """Land what is kept where a rotation is due."""
        if self._is_due():
            self.close()

    def close(self) -> None:
        """Land what is kept; the writer can go on afterwards with a further segment."""
        if self._fetches:
            self._land()
            self._sequence += 1
        self._begin()
        if self._journal:
            self._journal.landed()

    def _begin(self) -> None:
        self._fetches: list[Fetch] = []
        self._pages: list[Page] = []
        self._bytes = 0
        self._begun = time.monotonic()

    def _is_due(self) -> bool:
        limit = self._rotation
        return (
            len(self._pages) >= limit.pages
            or self._bytes >= limit.bytes
            or time.monotonic() - self._begun >= limit.seconds
        )

    def _land(self) -> None:
        name = f"{self._prefix}.{self._sequence:05d}"
        part = self._data.tmp / (name + PART)
        remove([part] if part.exists() else [])  # of a try for which there was no room on the disk
        part.mkdir(parents=True)
        write_rows(to_arrow(self._pages, Page), "pages", part / PAGES)
        write_rows(to_arrow(self._fetches, Fetch), "fetches", part / FETCHES)
        sync_file(part)
        replace(part, self._data.landing / name)


def _in_order(row: Row, now: datetime) -> Row:
    """A row whose times are in order, whatever the clock or an archive said.

    A clock that is set back during a crawl makes a link seen after it was fetched; then it was seen when it
    was fetched. An archive may state any date; nothing was fetched later than now.
    """
    if row.fetched_at is None:
        return row
    if row.discovery == Discovery.ARCHIVE:
        return replace_fields(row, fetched_at=min(row.fetched_at, now))
    return replace_fields(row, discovered_at=min(row.discovered_at, row.fetched_at))


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Whatever keeps the bytes of a segment from being read is DamagedSegment."""
    try:
        yield
    except (pa.ArrowException, OSError, KeyError) as error:
        if isinstance(error, OSError) and error.errno in _NOT_DAMAGE:
            raise
        raise DamagedSegment(path, str(error).splitlines()[0]) from error


def pending_segments(data: DataFolder, snapshot: Snapshot) -> list[Segment]:
    """The segments that the snapshot's manifest does not name, in the order of their names."""
    taken = set(snapshot.manifest.segments)
    if not data.landing.is_dir():
        return []
    paths = sorted(path for path in data.landing.iterdir() if path.is_dir() and path.name not in taken)
    return [Segment(path.name, path.name.partition(".")[0], path) for path in paths]


def _next_sequence(data: DataFolder, prefix: str) -> int:
    """One past the last segment of this writer's name: a crawl that is tried again goes on counting."""
    if not data.landing.is_dir():
        return 0
    ends = [path.name.rpartition(".") for path in data.landing.iterdir()]
    return max((int(end) + 1 for start, _, end in ends if start == prefix and end.isdigit()), default=0)


def land_journals(data: DataFolder) -> None:
    """Land what stands in the journals of crawl processes that were killed, each row once.

    Only the holder of the run lock may call it. Raises DamagedSegment.
    """
    for run_id, journals in groupby(left_journals(data), key=run_of):
        _land_journals_of(data, run_id, list(journals))


def _land_journals_of(data: DataFolder, run_id: str, journals: Sequence[Path]) -> None:
    landed = landed_ids(data, run_id)
    awaited: dict[str, Fetch] = {}
    with SegmentWriter(data, run_id, "journal") as writer:
        for record in (record for path in journals for record in read_records(path)):
            key = record.fetch.fetch_id
            if record.is_awaited:
                awaited[key] = record.fetch
            elif key not in landed:
                landed.add(key)
                writer.add(record.fetch, record.page)
        for key in awaited.keys() - landed:
            writer.add(awaited[key], None)
    remove(journals)


def landed_ids(data: DataFolder, run_id: str) -> set[str]:
    """The fetch_ids of a run in landing. Raises DamagedSegment."""
    paths = [path for path in data.landing.glob(f"{run_id}.*") if path.is_dir()]
    ledgers = (Segment(path.name, run_id, path).ledger("fetch_id") for path in paths)
    return {fetch_id for ledger in ledgers for fetch_id in ledger["fetch_id"].to_pylist()}
