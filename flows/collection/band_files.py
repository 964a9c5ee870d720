"""The bands and sentences of a collection's texts, in files beside it: one of each band.

Observed: nineteen thousand short texts have a million bands and sentences, of which a tenth stands in other
texts, too; a database that is told which text each is of takes most of a second for them. In a file of its
own a band needs only its hash, since the place tells the text; and sorted in turn, each file shows what
repeats in it in a few milliseconds. What repeats goes into files, too: memory is that of one band.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt

from dedupe.articles.candidates.band import BANDS
from dedupe.articles.candidates.shared_bands import Keys

Hashes = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.uint32]

SENTENCES_AT_ONCE = 1 << 20
"""Sentences of which those that repeat are looked for together."""

_HALF = np.uint64(32)


class BandFiles:
    """Bands and sentences of texts that are numbered in the order in which they were added. Close it."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._bands = [self._file() for _ in range(BANDS)]
        self._sentences, self._numbers = self._file(), self._file()
        self._shared, self._rows = self._file(), self._file()
        self._borders = [0]
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, bands: Hashes, sentences: Hashes, texts: npt.NDArray[np.intp]) -> None:
        """Bands of some more texts, shape (texts, BANDS), and sentences, each of one of these `texts`."""
        for file, hashes in zip(self._bands, np.ascontiguousarray(bands.T), strict=True):
            file.write(hashes.data)
        self._sentences.write(np.ascontiguousarray(sentences).data)
        self._numbers.write((texts + self._count).astype(np.uint32).data)
        self._count += len(bands)

    def find_shared(self, rows: Rows, counts: npt.NDArray[np.bool_]) -> int:
        """Look for what several texts have, of those that count; gives how often they have such.

        `rows` has the row of each text that was added, `counts` whether it counts.
        """
        texts = np.flatnonzero(counts)
        for band, file in enumerate(self._bands):
            self._keep_repeated(band, _read(file)[texts], rows[texts])
        hashes, numbers = _read(self._sentences), _read(self._numbers)
        parts = len(hashes) // SENTENCES_AT_ONCE + 1
        for low, high in pairwise((part << 32) // parts for part in range(parts + 1)):
            of = np.flatnonzero(counts[numbers] & (hashes >= low) & (hashes < high))
            self._keep_repeated(BANDS, hashes[of], rows[numbers[of]])
        return self._borders[-1]

    def shared_with(self, low: int, high: int) -> tuple[Keys, Rows]:
        """Keys that rows from `low` up to `high` share with any others, and all rows that have each."""
        parts = [_shared_with(*part, low, high) for part in self._parts()]
        keys, rows = zip(*parts, strict=True)
        return np.concatenate(keys), np.concatenate(rows)

    def _keep_repeated(self, band: int, hashes: Hashes, rows: Rows) -> None:
        both = np.sort(hashes.astype(np.uint64) << _HALF | rows)
        same = np.concatenate([[False], both[1:] >> _HALF == both[:-1] >> _HALF, [False]])
        repeated = both[(same[1:] | same[:-1])[: len(both)]]
        self._shared.write((repeated >> _HALF | np.uint64(band << 32)).data)
        self._rows.write(repeated.astype(np.uint32).data)
        self._borders.append(self._borders[-1] + len(repeated))

    def _parts(self) -> Iterator[tuple[Keys, Rows]]:
        for begin, end in pairwise(self._borders):
            keys = _read(self._shared, np.uint64, begin, end - begin)
            yield keys, _read(self._rows, np.uint32, begin, end - begin)

    def _file(self) -> IO[bytes]:
        return self._open.enter_context(TemporaryFile(prefix="copydesk-"))


def _read(file: IO[bytes], kind: Any = np.uint32, begin: int = 0, count: int = -1) -> npt.NDArray[Any]:
    file.seek(begin * np.dtype(kind).itemsize)
    return np.fromfile(file, kind, count)


def _shared_with(keys: Keys, rows: Rows, low: int, high: int) -> tuple[Keys, Rows]:
    if not len(keys):
        return keys, rows
    first = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    wanted = np.logical_or.reduceat((rows >= low) & (rows < high), first)
    which = np.repeat(wanted, np.diff(first, append=len(keys)))
    return keys[which], rows[which]
