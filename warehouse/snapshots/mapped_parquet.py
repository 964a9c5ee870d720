"""Columns of Parquet files read where they lie, without a copy.

A chunk of 32-bit integers that is neither compressed nor encoded, and one page, is an array in the file
behind a short header. Mapped into memory it costs what is looked at of it, where reading it costs every
value: for a batch that needs one row in a thousand, nearly all. Whether a chunk is of that form is seen
from how its header must begin (Apache Parquet, PageHeader, in Thrift's compact protocol); all others are
read as usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class MappedRowGroup:
    """A part of a mapped file; `place` is where each column stands."""

    file: pq.ParquetFile
    mapped: pa.Buffer
    place: dict[str, int]
    number: int
    known: pq.RowGroupMetaData

    def integers(self, name: str) -> npt.NDArray[np.uint32]:
        """A column of uint32 without nulls."""
        found = _in_place(self.mapped, self.known.column(self.place[name]))
        return self.column(name) if found is None else found

    def column(self, name: str) -> npt.NDArray[Any]:
        """Any column, read and decoded."""
        rows = self.file.read_row_group(self.number, columns=[name], use_threads=False)
        values: npt.NDArray[Any] = rows.column(name).to_numpy()
        return values

    def extent(self, name: str) -> tuple[Any, Any]:
        """Least and greatest value of a column."""
        statistics = self.known.column(self.place[name]).statistics
        return statistics.min, statistics.max


def mapped_row_groups(path: Path) -> Iterator[MappedRowGroup]:
    """The row groups of a file, which is mapped as long as one of their columns is held."""
    with pa.memory_map(str(path)) as source, pq.ParquetFile(source) as file:
        mapped = source.read_buffer()
        place = {name: number for number, name in enumerate(file.schema_arrow.names)}
        for number in range(file.num_row_groups):
            yield MappedRowGroup(file, mapped, place, number, file.metadata.row_group(number))


def _in_place(mapped: pa.Buffer, chunk: pq.ColumnChunkMetaData) -> npt.NDArray[np.uint32] | None:
    begin, count = chunk.data_page_offset, chunk.num_values
    first = begin + chunk.total_compressed_size - 4 * count
    header = mapped[begin : min(first, begin + _LONGEST)].to_pybytes() if first > begin else b""
    return np.frombuffer(mapped, "<u4", count, first) if _page_of(count).match(header) else None


_LONGEST = 64
"""More bytes than the beginning of a header can have."""


@cache
def _page_of(count: int) -> re.Pattern[bytes]:
    """How the header begins of a data page of so many plain, uncompressed 32-bit values.

    Type 0, its size before and after compression, perhaps a checksum, then of the data page the values and
    encoding 0.
    """
    size = re.escape(_varint(4 * count))
    checksum = rb"\x15[\x80-\xff]{0,4}[\x00-\x7f]\x1c"
    values = rb"\x15" + re.escape(_varint(count)) + rb"\x15\x00"
    return re.compile(
        rb"\x15\x00\x15" + size + rb"\x15" + size + rb"(?:\x2c|" + checksum + rb")" + values, re.S
    )


def _varint(value: int) -> bytes:
    """A number from 0 on as Thrift writes it: doubled (zigzag), seven bits a byte, the lowest first."""
    value <<= 1
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
