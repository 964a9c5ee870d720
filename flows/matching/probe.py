"""Rows of the stored band tables that a batch's bands and sentences meet.

Observed: ten thousand articles have 670,000 bands and sentences, a million have 67 million. A hash join looks
for each of the 67 million wherever it may stand in memory: 60 ns a row, 4 s in all. But the files are sorted
by band and hash (`warehouse.lake.storage`), so that a pass through them moves through a bitmap of the batch's
hashes in its order too, and hardly leaves the processor's cache: about 10 ns a row, with reading.

The rule: a row is looked up where the bitmap has its place marked, which is so for one in MARKS of those that
nobody asks for. Where bands begin is seen from the hashes: one that is less than the one before it begins the
next band. That is held against the statistics of the row group; where it does not fit, the bands are read,
so a file in another order costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dedupe.articles.band import BANDS, SENTENCE_BAND
from dedupe.articles.meeting import meetings
from dedupe.articles.mixing import distinct

MARKS = 64
"""Places of the bitmap for each hash of the batch: 43 MB for ten thousand articles."""

_LOW = np.uint64(0xFFFFFFFF)

Hashes = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]
"""Band in the upper half, counted from the sentences (0); hash in the lower."""


@dataclass(frozen=True)
class Asked:
    """The distinct bands and sentences of a batch: sorted `keys`, and a bitmap of them.

    Hash h of band b has the place (h >> shift[b]) + begin[b] in `marked`.
    """

    keys: Keys
    shift: Hashes
    begin: Hashes
    marked: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RowGroup:
    """A part of a file that is read at once; `names` are those of the file's columns."""

    file: pq.ParquetFile
    names: list[str]
    number: int

    def columns(self, *names: str) -> list[npt.NDArray[Any]]:
        rows = self.file.read_row_group(self.number, columns=list(names), use_threads=False)
        return [rows.column(name).to_numpy() for name in names]

    def extent(self, name: str) -> tuple[Any, Any]:
        """Least and greatest value of a column."""
        known = self.file.metadata.row_group(self.number).column(self.names.index(name)).statistics
        return known.min, known.max


def met_by(bands: pa.Table, paths: Sequence[Path], since: datetime) -> Keys:
    """Pairs of article keys (see `meetings`) of a batch's rows of `bands` and the rows that files have."""
    keys = keys_of(bands.column("band").to_numpy(), bands.column("hash").to_numpy())
    known_keys, known = probe(paths, keys, since)
    fresh = np.arange(len(keys) + len(known)) < len(keys)
    articles = np.concatenate([bands.column("article_key").to_numpy(), known])
    return meetings(np.concatenate([keys, known_keys]), articles, fresh)


def probe(paths: Sequence[Path], keys: Keys, since: datetime) -> tuple[Keys, Hashes]:
    """Keys and articles of the rows in files of the table `bands` that have one of `keys`.

    Only those that were signed from `since` on count.
    """
    asked = ask(keys)
    found = [rows for path in paths for rows in _rows_met(path, asked, since)] if len(keys) else []
    none = np.zeros(0, np.uint64), np.zeros(0, np.uint32)
    met, articles = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
    return met, articles


def keys_of(band: npt.NDArray[np.int16], hashes: Hashes) -> Keys:
    """Bands and sentences as one number each."""
    keys = (band.astype(np.int64) - SENTENCE_BAND).astype(np.uint64) << np.uint64(32)
    keys |= hashes
    return keys


def ask(keys: Keys) -> Asked:
    """The bitmap of a batch's keys, which may repeat."""
    keys = distinct(keys)
    band, hashes = (keys >> np.uint64(32)).astype(np.int64), (keys & _LOW).astype(np.uint32)
    bits = [min(31, (int(n) * MARKS).bit_length()) for n in np.bincount(band, minlength=BANDS + 1)]
    shift = (32 - np.array(bits)).astype(np.uint32)
    begin = np.cumsum([0, *(1 << bit for bit in bits)])
    marked = np.zeros(begin[-1], np.bool_)
    marked[(hashes >> shift[band]) + begin[band]] = True
    return Asked(keys, shift, begin.astype(np.uint32), marked)


def _rows_met(path: Path, asked: Asked, since: datetime) -> Iterator[tuple[Keys, Hashes]]:
    """Keys and articles of the rows in one file that are asked for, a row group at a time."""
    with pq.ParquetFile(path, memory_map=True) as file:
        names = file.schema_arrow.names
        for group in (RowGroup(file, names, number) for number in range(file.num_row_groups)):
            earliest, latest = group.extent("signed_at")
            if latest >= since:
                keys, articles, places = _met(group, asked)
                if earliest < since:
                    (signed_at,) = group.columns("signed_at")
                    recent = signed_at[places] >= np.datetime64(since.replace(tzinfo=None))
                    keys, articles = keys[recent], articles[recent]
                yield keys, articles


def _met(group: RowGroup, asked: Asked) -> tuple[Keys, Hashes, npt.NDArray[np.intp]]:
    """Keys, articles and places of the rows that are asked for."""
    hashes, articles = group.columns("hash", "article_key")
    places, keys = _likely(group, hashes, asked)
    found = np.searchsorted(asked.keys, keys)
    met = asked.keys[np.minimum(found, len(asked.keys) - 1)] == keys
    return keys[met], articles[places[met]], places[met]


def _likely(group: RowGroup, hashes: Hashes, asked: Asked) -> tuple[npt.NDArray[np.intp], Keys]:
    """Places and keys of the rows that the bitmap does not rule out."""
    first, last = (band - SENTENCE_BAND for band in group.extent("band"))
    borders = np.flatnonzero(hashes[1:] < hashes[:-1]) + 1
    if len(borders) != last - first:
        (bands,) = group.columns("band")
        return np.arange(len(hashes)), keys_of(bands, hashes)
    mark = np.empty_like(hashes)
    for band, (begin, end) in enumerate(pairwise([0, *borders.tolist(), len(hashes)]), first):
        part = np.right_shift(hashes[begin:end], asked.shift[band], out=mark[begin:end])
        part += asked.begin[band]
    places = np.flatnonzero(asked.marked[mark])
    keys = (np.searchsorted(borders, places, side="right") + first).astype(np.uint64) << np.uint64(32)
    keys |= hashes[places]
    return places, keys
