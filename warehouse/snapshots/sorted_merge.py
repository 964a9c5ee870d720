"""Rows of sorted files in one order, a few at a time: twelve files of texts take more memory than a run has.

The keys alone, which are small, tell from which file each row of the result comes. Each file is sorted, so
the rows that a piece of the result takes from it are the next ones that it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.parquet import conform, read_rows, sort_rows

SLICES = 8
"""A row group is put together of so many sorted parts, and of each file a quarter of one is read at a time:
as a whole it would be held three times, as it was read, put together and sorted."""

FEWEST = 32
"""Rows of a part, and of what is read: each read costs a millisecond."""


BUFFER = 64 * 1024
"""Bytes that are read ahead of a column; without, all of a row group is."""


def merged(paths: Sequence[Path], table: str, count: int) -> Iterator[pa.Table]:
    """All rows of files of `table`, conforming and sorted, in pieces of `count` rows, the last with the rest.

    Of a table without order the rows of one file after another.
    """
    turns = _turns(paths, table)
    with ExitStack() as stack:
        at_once = max(FEWEST, count // SLICES)
        few = max(FEWEST, at_once // 4)
        files = [_Rows(stack.enter_context(_opened(path)), table, few) for path in paths]
        for first in range(0, len(turns), count):
            yield pa.concat_tables(_slices(files, turns[first : first + count], table, at_once))


def are_sorted(paths: Sequence[Path], table: str) -> bool:
    """Whether each file has its rows in today's order: other versions had others."""
    return all(_in_order(_keys(path, table), table) for path in paths)


def _in_order(keys: pa.Table, table: str) -> bool:
    indices = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in LAYOUTS[table].order])
    return bool(np.array_equal(indices.to_numpy(), np.arange(len(keys))))


def _opened(path: Path) -> pq.ParquetFile:
    return pq.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False)


def _slices(
    files: Sequence[_Rows], turns: npt.NDArray[np.intp], table: str, at_once: int
) -> Iterator[pa.Table]:
    """The next rows of the result, of which each comes from the file that `turns` says, some `at_once`."""
    for first in range(0, len(turns), at_once):
        shares = np.bincount(turns[first : first + at_once], minlength=len(files)).tolist()
        taken = [part for file, share in zip(files, shares, strict=True) for part in file.take(share)]
        yield sort_rows(pa.concat_tables(taken), table)


def _turns(paths: Sequence[Path], table: str) -> npt.NDArray[np.intp]:
    """For each row of the result the number of the file that it comes from."""
    order = LAYOUTS[table].order
    counts = [pq.read_metadata(path).num_rows for path in paths]
    file_of = np.repeat(np.arange(len(paths)), counts)
    if not order:
        return file_of
    keys = pa.concat_tables([_keys(path, table) for path in paths])
    indices = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in order])
    return np.asarray(file_of[indices.to_numpy()])


def _keys(path: Path, table: str) -> pa.Table:
    """The columns that a file is sorted by; one that an older version lacks follows from the others."""
    order = list(LAYOUTS[table].order)
    stored = pq.read_schema(path).names
    columns = order if set(order).issubset(stored) else None
    rows = read_rows(path, columns)
    return rows if columns else conform(rows, table).select(order)


class _Rows:
    """The rows of one file, from its first on."""

    def __init__(self, file: pq.ParquetFile, table: str, at_once: int) -> None:
        self._table = table
        self._batches = file.iter_batches(batch_size=at_once, use_threads=False)
        self._read: pa.Table | None = None

    def take(self, count: int) -> Iterator[pa.Table]:
        """The next `count` rows."""
        while count:
            if not self._read:
                self._read = conform(pa.Table.from_batches([next(self._batches)]), self._table)
            part = self._read.slice(0, count)
            self._read = self._read.slice(part.num_rows)
            count -= part.num_rows
            yield part
