"""Files of texts with characters that no encoding has, as a copy that can be read.

Observed: one article in a dump of thousands holds half of a surrogate pair (a text cut in the middle of an
emoji) or a byte of another encoding, and readers of JSON, CSV and Parquet refuse the whole file for it; a
byte order mark at the beginning of JSON lines does the same. The rule: what cannot be a character is read as
U+FFFD, in its row only. It is done where a file was refused, not before: it takes a pass through the file.
"""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

_LONE = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""An escaped half of a surrogate pair without the other; backslashes before it are escaped ones."""

_AT_ONCE = 1_000


def repaired(path: Path, folder: Path) -> tuple[Path, int]:
    """A copy in `folder` of a Parquet file, JSON lines or CSV, and how many rows or lines differ in it."""
    if path.open("rb").read(4) == b"PAR1":
        return _repaired_parquet(path, folder / "repaired.parquet")
    kind = "csv" if ".csv" in path.suffixes or ".tsv" in path.suffixes else "jsonl"
    copy = folder / f"repaired.{kind}"
    changed = 0
    with _opened(path) as source, copy.open("w", encoding="utf-8") as target:
        for number, line in enumerate(source):
            text = line.decode("utf-8", "replace").removeprefix("\ufeff" if number == 0 else "\0")
            if kind == "jsonl":
                text = _LONE.sub(r"\1\\ufffd", text)
            changed += text.encode() != line.removeprefix(b"\xef\xbb\xbf")
            target.write(text)
    return copy, changed


def _opened(path: Path) -> BinaryIO | io.BufferedReader | gzip.GzipFile:
    if path.suffix == ".gz":
        return gzip.open(path)
    if path.suffix == ".zst":
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(path.open("rb")))
    return path.open("rb")


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
