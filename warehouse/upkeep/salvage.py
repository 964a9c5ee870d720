"""The rows of a damaged data file that are as they were written.

A flipped bit leaves most files readable: no flip shows in a text that is not compressed or in an lz4 page,
and of twelve in a zstd page seven were decoded to other text. So that rows can be decoded says nothing. Texts
of articles and bodies of pages, nearly all of the bytes, have their hash beside them, so that one bad row is
told from its neighbours. Of all else a row group is believed where the checksums of its Parquet pages hold.
Files from before there were these (`warehouse.snapshots.parquet`) are believed as far as they can be
decoded. A mistake keeps a wrong date or URL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.errors import CopydeskError
from warehouse.snapshots.parquet import conform
from warehouse.tables.hashes import body_hash, content_hash

_HASHED: dict[str, tuple[str, str, Callable[[bytes], str]]] = {
    "articles": ("text", "content_hash", lambda text: content_hash(text.decode("utf-8", "replace"))),
    "pages": ("body", "body_hash", body_hash),
}
"""By table: a column, that of its hash, and how the hash is made."""


def intact_rows(path: Path, table: str) -> pa.Table | None:
    """The rows that can be believed; None where there is none."""
    parts = [part for part in _readable(path, table) if part.num_rows]
    return pa.concat_tables(parts) if parts else None


def _readable(path: Path, table: str) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as checked, pq.ParquetFile(path) as plain:
            for number in range(checked.num_row_groups):
                try:
                    yield conform(_sound_group(checked, plain, number, table), table)
                except (pa.ArrowException, OSError, CopydeskError):
                    continue
    except (pa.ArrowException, OSError):
        return


def _sound_group(checked: pq.ParquetFile, plain: pq.ParquetFile, number: int, table: str) -> pa.Table:
    if table not in _HASHED:
        return checked.read_row_group(number)
    column, stated, hash_of = _HASHED[table]
    others = [name for name in checked.schema_arrow.names if name != column]
    rows = checked.read_row_group(number, columns=others)
    values = plain.read_row_group(number, columns=[column]).column(0)
    pairs = zip(values.cast(pa.binary()), rows.column(stated), strict=True)
    kept = [hash_of(value.as_py()) == known.as_py() for value, known in pairs]
    return rows.append_column(column, values).filter(kept)
