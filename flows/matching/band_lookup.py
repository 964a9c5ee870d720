"""Rows of the stored band tables that a batch's bands and sentences meet.

Observed: ten thousand articles have 670,000 bands and sentences, a million have 67 million. A hash join looks
for each of the 67 million wherever it may stand in memory: 60 ns a row, 4 s in all. But the files are sorted
by band and hash (`warehouse.snapshots.layout`), so that a pass through them moves through a bitmap of the
batch's hashes in its order too, and hardly leaves the processor's cache; and they are looked at where they
lie, so that nothing is decoded and only the articles of rows that are met are read: about 3 ns a row.

The rule: a row is looked up where the bitmap has its place marked, which is so for one in
BITMAP_PLACES_PER_HASH of those that nobody looks up. Where bands begin is seen from the hashes: one that is
less than the one before it begins the next band. That is held against the statistics of the row group; where
it does not fit, the bands are read, so a file in another order costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedupe.articles.candidates.band import BANDS, HEAD_BAND, SENTENCE_BAND, TEXT_BAND
from dedupe.articles.candidates.shared_bands import sharing_pairs
from dedupe.articles.mixing import distinct
from warehouse.snapshots.mapped_parquet import MappedRowGroup, mapped_row_groups

BITMAP_PLACES_PER_HASH = 32
"""Places of the bitmap for each hash of the batch: 30 MB for ten thousand articles."""

ROWS_PER_HASH_TO_SEARCH = 12
"""Rows for each wanted hash from which on each is searched for: about what both ways cost alike."""

_FIRST = HEAD_BAND
_KINDS = BANDS - _FIRST
_TEXTS, _PARTS = (np.uint64(band - _FIRST << 32) for band in (TEXT_BAND, SENTENCE_BAND))
"""The first keys of whole texts, and of sentences, which bands follow."""

Hashes = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]
"""Band in the upper half, counted from the first (0); hash in the lower."""
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class BandHashes:
    """What a batch looks up in one band: sorted distinct hashes, and a bitmap of them.

    Hash h has the place h >> shift in `marked`.
    """

    hashes: Hashes
    shift: np.uint32
    marked: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class SharedBands:
    """What a batch shares with itself and with stored files.

    `pairs` of articles (see `sharing_pairs`) share a band or sentence; `alike` are stored ones of which the
    whole text may be that of an article of the batch. All are named by their keys.
    """

    pairs: Keys
    alike: Hashes


def shared_bands(bands: pa.Table, paths: Sequence[Path], since: datetime) -> SharedBands:
    """What a batch's rows of `bands` and the rows that files have make meet."""
    keys = keys_of(bands.column("band").to_numpy(), bands.column("hash").to_numpy())
    articles = bands.column("article_key").to_numpy()
    meeting = keys >= _TEXTS
    keys, articles = keys[meeting], articles[meeting]
    known_keys, known = stored_rows_with(paths, keys, since)
    fresh = np.arange(len(keys) + len(known)) < len(keys)
    every, articles = np.concatenate([keys, known_keys]), np.concatenate([articles, known])
    parts = every >= _PARTS
    return SharedBands(sharing_pairs(every[parts], articles[parts], fresh[parts]), known[known_keys < _PARTS])


def stored_rows_with(paths: Sequence[Path], keys: Keys, since: datetime) -> tuple[Keys, Hashes]:
    """Keys and articles of the rows in files of the table `bands` that have one of `keys`.

    Only those that were signed from `since` on count.
    """
    wanted = hashes_by_band(keys)
    found = [rows for path in paths for rows in _rows_met(path, wanted, since)] if len(keys) else []
    none = np.zeros(0, np.uint64), np.zeros(0, np.uint32)
    met, articles = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
    return met, articles


def keys_of(band: npt.NDArray[np.int16], hashes: Hashes) -> Keys:
    """Bands and sentences as one number each."""
    keys = (band.astype(np.int64) - _FIRST).astype(np.uint64) << np.uint64(32)
    keys |= hashes
    return keys


def hashes_by_band(keys: Keys) -> list[BandHashes]:
    """What a batch's keys, which may repeat, look up in each band, from the first on."""
    keys = distinct(keys)
    borders = np.searchsorted(keys, np.arange(_KINDS + 1, dtype=np.uint64) << np.uint64(32))
    return [_band_hashes(keys[begin:end].astype(np.uint32)) for begin, end in pairwise(borders)]


def _band_hashes(hashes: Hashes) -> BandHashes:
    bits = min(31, (len(hashes) * BITMAP_PLACES_PER_HASH).bit_length())
    shift = np.uint32(32 - bits)
    marked = np.zeros(1 << bits, np.bool_)
    marked[hashes >> shift if bits else 0] = len(hashes) > 0
    return BandHashes(hashes, shift, marked)


def _rows_met(path: Path, wanted: Sequence[BandHashes], since: datetime) -> Iterator[tuple[Keys, Hashes]]:
    """Keys and articles of the rows in one file that are looked up, a row group at a time."""
    for group in mapped_row_groups(path):
        earliest, latest = group.extent("signed_at")
        if latest >= since and any(len(some.hashes) for some in _of_bands(group, wanted)):
            places, keys = _met(group, wanted)
            if earliest < since:
                recent = group.column("signed_at")[places] >= np.datetime64(since.replace(tzinfo=None))
                places, keys = places[recent], keys[recent]
            yield keys, group.integers("article_key")[places]


def _of_bands(group: MappedRowGroup, wanted: Sequence[BandHashes]) -> Sequence[BandHashes]:
    """What is looked up in the bands that a row group has."""
    first, last = group.extent("band")
    return wanted[first - _FIRST : last - _FIRST + 1]


def _met(group: MappedRowGroup, wanted: Sequence[BandHashes]) -> tuple[Places, Keys]:
    """Places and keys of the rows that are looked up."""
    hashes = group.integers("hash")
    first, last = (band - _FIRST for band in group.extent("band"))
    borders = np.flatnonzero(hashes[1:] < hashes[:-1]) + 1
    if len(borders) != last - first:
        return _met_unsorted(keys_of(group.column("band"), hashes), wanted)
    found, room = [], np.empty(len(hashes), np.intp)
    for band, (begin, end) in enumerate(pairwise([0, *borders.tolist(), len(hashes)]), first):
        part = hashes[begin:end]
        places = _places(part, wanted[band], room)
        found.append((places + begin, part[places].astype(np.uint64) | np.uint64(band << 32)))
    places, keys = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return places, keys


def _met_unsorted(keys: Keys, wanted: Sequence[BandHashes]) -> tuple[Places, Keys]:
    keys_wanted = [some.hashes.astype(np.uint64) | np.uint64(band << 32) for band, some in enumerate(wanted)]
    places = np.flatnonzero(np.isin(keys, np.concatenate(keys_wanted)))
    return places, keys[places]


def _places(part: Hashes, wanted: BandHashes, room: Places) -> Places:
    """Where the sorted hashes of a band hold one that is looked up; `room` has a number for each at least."""
    if len(part) > ROWS_PER_HASH_TO_SEARCH * len(wanted.hashes):
        return _searched(part, wanted.hashes)
    mark = room[: len(part)]
    np.right_shift(part, wanted.shift, out=mark, casting="unsafe")
    likely = wanted.marked.take(mark, mode="clip").nonzero()[0]
    return likely[_stand_in(wanted.hashes, part.take(likely))[1]]


def _searched(part: Hashes, hashes: Hashes) -> Places:
    first, found = _stand_in(part, hashes)
    begin, end = first[found], np.searchsorted(part, hashes[found], side="right")
    within = np.arange((end - begin).sum()) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin)
    places: Places = np.repeat(begin, end - begin) + within
    return places


def _stand_in(every: Hashes, some: Hashes) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Where each of `some` would stand in `every`, which is sorted, and whether it does."""
    place = every.searchsorted(some)
    return place, every.take(place, mode="clip") == some
