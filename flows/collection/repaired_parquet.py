"""Parquet files with bytes that are no characters, as a copy without them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.query.text_sources import UnreadableTexts

_AT_ONCE = 1_000


def repaired_parquet(path: Path, copy: Path) -> tuple[Path, int]:
    """The copy, in which such bytes are U+FFFD, and how many rows differ in it. Raises UnreadableTexts."""
    try:
        return copy, _repair(path, copy)
    except pa.ArrowException as error:
        raise UnreadableTexts(path, f"cannot be read as Parquet: {str(error).splitlines()[0]}") from error


def _repair(path: Path, copy: Path) -> int:
    changed = 0
    with pq.ParquetFile(path) as source, pq.ParquetWriter(copy, source.schema_arrow) as target:
        for batch in source.iter_batches(_AT_ONCE):
            arrays = [_decoded(array) if _is_text(array) else array for array in batch.columns]
            changed += _rows_that_differ(arrays, batch.columns)
            target.write_batch(pa.record_batch(arrays, schema=batch.schema))
    return changed


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
