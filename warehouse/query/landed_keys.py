"""The keys of articles and pages that have landed, and where the rows of an article stand.

They are looked up in numbers beside the data files (`warehouse.snapshots.numbers_beside`), so that a batch
reads the files only that hold a row which it touches.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import remove
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.numbers_beside import Numbers, NumbersBeside, hex_numbers, in_order, rows_with
from warehouse.snapshots.parquet import read_rows
from warehouse.snapshots.snapshot import Snapshot

_MICROSECONDS_A_DAY = 86_400_000_000
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)

ARTICLE_ROWS = pa.schema(
    [
        *(("article_id", pa.string()), ("revision", pa.int64()), ("extraction", pa.int64())),
        *(("landed_date", pa.date32()), ("text_key", pa.uint64())),
    ]
)
"""What is known of a landed row of `articles` without its file; `text_key` is as the table has it."""


@dataclass(frozen=True)
class ArticleRows:
    """Landed rows of `articles` (ARTICLE_ROWS), and the data files that hold them."""

    rows: pa.Table
    files: tuple[DataFile, ...]


@dataclass(frozen=True)
class ArticleKeys:
    """The keys of the articles of one snapshot: number, revision with extraction, day."""

    data: DataFolder
    snapshot: Snapshot

    def rows_of(self, article_ids: Collection[str]) -> ArticleRows:
        """Every landed row of some articles."""
        keys = np.sort(hex_numbers(pa.array(sorted(set(article_ids)), pa.string())))
        found, files = [np.zeros((3, 0), np.uint64)], []
        for file in self.snapshot.manifest.of("articles"):
            numbers = self._numbers.of(file)
            _, rows = rows_with(numbers[0], keys)
            if len(rows):
                found.append(numbers[:, rows])
                files.append(file)
        return ArticleRows(_article_rows(np.concatenate(found, axis=1)), tuple(files))

    def refresh(self) -> None:
        """Bring the files of keys up to date."""
        self._numbers.refresh(self.snapshot.manifest.of("articles"))

    @property
    def _numbers(self) -> NumbersBeside:
        return NumbersBeside(self.data, "articles", 3, self._made)

    def _made(self, file: DataFile) -> Numbers:
        names = ["article_id", "revision", "extraction", "landed_at"]
        rows = read_rows(self.data.files / file.name, names)
        revision, extraction, moment = (
            rows[name].cast(pa.int64()).to_numpy().astype(np.uint64) for name in names[1:]
        )
        day = moment // np.uint64(_MICROSECONDS_A_DAY)
        return in_order(hex_numbers(rows["article_id"]), revision << _HALF | extraction, day)


def _article_rows(found: Numbers) -> pa.Table:
    number, both, day = found
    revision, extraction = both >> _HALF, both & _LOW
    folded = (revision - np.uint64(1)) * np.uint64(65_536) + extraction - np.uint64(1)
    columns = [
        pa.array([f"{one:016x}" for one in number.tolist()], pa.string()),
        *(revision.astype(np.int64), extraction.astype(np.int64)),
        pa.array(day.astype(np.int32), pa.int32()).cast(pa.date32()),
        number ^ folded,
    ]
    return pa.table(columns, schema=ARTICLE_ROWS)


@dataclass(frozen=True)
class PageKeys:
    """The keys of the pages of one snapshot: 128 bits of a hash of each, in two numbers."""

    data: DataFolder
    snapshot: Snapshot

    def landed(self, page_ids: pa.ChunkedArray) -> pa.ChunkedArray:
        """Those of some keys that have landed."""
        keys, others = _page_numbers(page_ids)
        is_landed = np.zeros(len(keys), np.bool_)
        for file in self.snapshot.manifest.of("pages"):
            known, rest = self._numbers.of(file)
            places, rows = rows_with(known, keys)
            is_landed[places[rest[rows] == others[places]]] = True
        return page_ids.filter(pa.array(is_landed))

    def refresh(self) -> None:
        """Bring the files of keys up to date."""
        self._numbers.refresh(self.snapshot.manifest.of("pages"))

    @property
    def _numbers(self) -> NumbersBeside:
        return NumbersBeside(self.data, "pages", 2, self._made)

    def _made(self, file: DataFile) -> Numbers:
        return in_order(*_page_numbers(read_rows(self.data.files / file.name, ["page_id"])["page_id"]))


def _page_numbers(page_ids: pa.ChunkedArray) -> tuple[Numbers, Numbers]:
    hashes = b"".join(blake2b(key.encode(), digest_size=16).digest() for key in page_ids.to_pylist())
    first, rest = np.frombuffer(hashes, ">u8").astype(np.uint64).reshape(-1, 2).T
    return first, rest


def drop_keys(data: DataFolder) -> None:
    """Remove all numbers beside data files; what is needed of them is rebuilt."""
    remove([data.keys] if data.keys.exists() else [])
