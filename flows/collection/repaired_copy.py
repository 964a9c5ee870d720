"""Files of texts that cannot be read as they are, as a copy that can.

Observed: one article in a dump of thousands holds half of a surrogate pair (a text cut in the middle of an
emoji) or a byte of another encoding, and readers of JSON, CSV and Parquet refuse the whole file for it; a
byte order mark at the beginning of JSON lines does the same; spreadsheets write UTF-16; and DuckDB reads
gzip and zstd, but neither bzip2 nor xz. The rule: what cannot be a character is read as U+FFFD, in its row
only. It is done where a file was refused, not before: it takes a pass through the file.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from warehouse.query.text_files import UnreadableTexts

_LONE = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""An escaped half of a surrogate pair without the other; backslashes before it are escaped ones."""

_AT_ONCE = 1_000


PACKED = frozenset((".bz2", ".xz"))
"""Ends of names of files that are read through a copy only."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def repaired(path: Path, folder: Path) -> tuple[Path, int]:
    """A copy in `folder` of a Parquet file, JSON lines or CSV, and how many rows or lines differ in it.

    Raises UnreadableTexts where the file cannot be decompressed.
    """
    if path.open("rb").read(4) == b"PAR1":
        return _repaired_parquet(path, folder / "repaired.parquet")
    is_csv = ".csv" in path.suffixes or ".tsv" in path.suffixes
    copy = folder / f"repaired.{'csv' if is_csv else 'json' if '.json' in path.suffixes else 'jsonl'}"
    changed = 0
    try:
        with _opened(path) as source, copy.open("w", encoding="utf-8", newline="\n") as target:
            for text in _lines(source):
                fit = text if is_csv else _LONE.sub(r"\1\\ufffd", text)
                changed += fit != text or "\ufffd" in text
                target.write(fit)
    except (EOFError, OSError, lzma.LZMAError, zstandard.ZstdError) as error:
        raise UnreadableTexts(path, f"cannot be decompressed: {error}") from error
    return copy, changed


def has_mark(path: Path) -> bool:
    """Whether a file begins with a byte order mark. Raises UnreadableTexts as `repaired` does."""
    try:
        with _opened(path) as source:
            return _encoding(source.read(3)) is not None
    except (EOFError, OSError, lzma.LZMAError, zstandard.ZstdError) as error:
        raise UnreadableTexts(path, f"cannot be decompressed: {error}") from error


def _lines(source: BinaryIO) -> Iterator[str]:
    """The lines, all of which end in one way: readers of CSV refuse files whose lines do not."""
    buffered = io.BufferedReader(cast(io.RawIOBase, source))
    encoding = _encoding(buffered.peek(3)[:3]) or "utf-8"
    return iter(io.TextIOWrapper(buffered, encoding, "replace"))


def _encoding(begin: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS.items() if begin.startswith(mark)), None)


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".zst":
        return cast(BinaryIO, zstandard.open(path, "rb"))
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path))
    if path.suffix == ".bz2":
        return cast(BinaryIO, bz2.open(path))
    return cast(BinaryIO, lzma.open(path)) if path.suffix == ".xz" else path.open("rb")


def _repaired_parquet(path: Path, copy: Path) -> tuple[Path, int]:
    changed = 0
    with pq.ParquetFile(path) as source, pq.ParquetWriter(copy, source.schema_arrow) as target:
        for batch in source.iter_batches(_AT_ONCE):
            arrays = [_decoded(array) if _is_text(array) else array for array in batch.columns]
            changed += _rows_that_differ(arrays, batch.columns)
            target.write_batch(pa.record_batch(arrays, schema=batch.schema))
    return copy, changed


def _is_text(array: pa.Array) -> bool:
    return array.type in (pa.string(), pa.large_string())


def _decoded(array: pa.Array) -> pa.Array:
    values = array.cast(pa.large_binary()).to_pylist()
    return pa.array([value and value.decode("utf-8", "replace") for value in values], array.type)


def _rows_that_differ(arrays: list[pa.Array], before: list[pa.Array]) -> int:
    rows: set[int] = set()
    for new, old in zip(arrays, before, strict=True):
        if _is_text(old):
            pairs = zip(*(array.cast(pa.large_binary()).to_pylist() for array in (new, old)), strict=True)
            rows.update(row for row, (one, other) in enumerate(pairs) if one != other)
    return len(rows)
