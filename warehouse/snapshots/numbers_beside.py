"""Numbers that stand beside a data file, mapped into memory and searched where they lie.

Observed: what a batch asks of history by key (some thousand articles, blocks, URLs) took longer with each
month that landed, since the column of keys of every file was read, and every footer before it. The rule:
beside each data file of a table, which never changes, stands one of columns of 64-bit numbers in the order of
the first, the key. It is mapped and searched, so a look-up costs what it finds.

These files are derived data and may be removed at any time: what is missing or broken is rebuilt.
"""

from __future__ import annotations

import io
import mmap
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import part_of, remove, replace, sync_file
from warehouse.snapshots.manifest import DataFile

_SUFFIX = ".npy"
_BEGIN = 128
"""Bytes before the numbers, in NumPy's format, of any count of them."""

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class NumbersBeside:
    """Numbers of one kind: `make` gives those of a data file, a row of the array for each of `columns`."""

    data: DataFolder
    name: str
    columns: int
    make: Callable[[DataFile], Numbers]

    def of(self, file: DataFile) -> Numbers:
        """The numbers of a data file, which are made and written down where there are none."""
        path = self._path(file)
        try:
            return self._mapped(path)
        except (OSError, EOFError, ValueError):
            made = self.make(file)
            _write(path, made)
            return made

    def refresh(self, files: Collection[DataFile]) -> None:
        """Make what is missing, and remove what speaks for files that are gone."""
        for file in files:
            self.of(file)
        named = {self._path(file) for file in files}
        remove(path for path in self.data.keys.glob(f"{self.name}-*{_SUFFIX}") if path not in named)

    def _mapped(self, path: Path) -> Numbers:
        """As `np.load` would map it, which takes .4 ms to parse what the file begins with."""
        with path.open("rb") as file:
            rows = (os.fstat(file.fileno()).st_size - _BEGIN) // (self.columns * 8)
            if file.read(_BEGIN) != _begin(self.columns, rows):
                raise ValueError(path)
            if not rows:
                return np.zeros((self.columns, 0), np.uint64)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        found = np.frombuffer(mapped, np.uint64, self.columns * rows, _BEGIN)
        return found.reshape(self.columns, rows)

    def _path(self, file: DataFile) -> Path:
        return self.data.keys / f"{self.name}-{Path(file.name).stem}{_SUFFIX}"


def rows_with(known: Numbers, keys: Numbers) -> tuple[Places, Places]:
    """Of each row that has one of `keys`: the key's place, and its own; `known`, its numbers, are sorted."""
    begin = np.searchsorted(known, keys)
    there = np.flatnonzero(begin < len(known))
    there = there[known[begin[there]] == keys[there]]
    begin = begin[there]
    count = np.searchsorted(known, keys[there], side="right") - begin
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(there, count), np.repeat(begin, count) + within


def in_order(*columns: Numbers) -> Numbers:
    """Columns as they stand in a file: sorted by the first, then by the next."""
    order = np.lexsort(columns[::-1])
    return np.stack([column[order] for column in columns])


def hex_numbers(texts: pa.ChunkedArray | pa.Array) -> Numbers:
    """Texts of 16 hex digits or fewer as numbers."""
    digits = "".join(pc.utf8_lpad(texts, 16, "0").to_pylist())
    return np.frombuffer(bytes.fromhex(digits), ">u8").astype(np.uint64)


def _begin(columns: int, rows: int) -> bytes:
    """What a file of so many numbers begins with."""
    begin = io.BytesIO()
    shape = {"descr": np.dtype(np.uint64).str, "fortran_order": False, "shape": (columns, rows)}
    np.lib.format.write_array_header_1_0(begin, shape)
    return begin.getvalue()


def _write(path: Path, numbers: Numbers) -> None:
    path.parent.mkdir(exist_ok=True)
    part = part_of(path)
    with part.open("wb") as file:
        np.save(file, numbers)
    sync_file(part)
    replace(part, path)
