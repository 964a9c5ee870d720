"""What is known of the URLs of a source before a run: their last attempts and validators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.values import FetchKind, FetchOutcome, RetryPolicy, retry_policy


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the snapshot knows of one URL of a source: its last attempt and its last good response."""

    source: str
    url: str
    kind: str
    outcome: str
    reason: str
    discovery: str
    discovery_url: str | None
    first_seen: datetime
    last_requested: datetime | None
    retry_after: datetime | None
    failures: int
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    final_url: str | None = None
    """Where that response came from, after redirects."""
    detail: str | None = None
    """Why the source's table refused it (`denied`); None for all else."""

    @property
    def retry(self) -> RetryPolicy:
        """When the URL is requested again, by its last row."""
        return retry_policy(self.reason, self.outcome)

    @property
    def was_read(self) -> bool:
        """Whether the server gave what was wanted at the last request."""
        return FetchOutcome.of(self.outcome).is_read


class KnownUrls(Mapping[tuple[bool, str], Known]):
    """What is known of a source's URLs, by whether they are articles' and the URL.

    Each is made where it is wanted: a source has thousands, and a run meets some dozens of them.
    """

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows
        self._is_article = pc.equal(rows["kind"], FetchKind.ARTICLE)
        self._places = {key: place for place, key in enumerate(_keys(rows))}

    def __getitem__(self, key: tuple[bool, str]) -> Known:
        (known,) = _made(self._rows.slice(self._places[key], 1))
        return known

    def __iter__(self) -> Iterator[tuple[bool, str]]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def documents(self) -> list[Known]:
        """Those that are no articles."""
        return _made(self._rows.filter(pc.invert(self._is_article)))

    def unsettled(self, since: datetime) -> list[Known]:
        """The articles but those that were read and first seen before `since`."""
        was_read = pc.is_in(self._rows["outcome"], value_set=_READ)
        is_young = pc.greater_equal(self._rows["first_seen"], pa.scalar(since))
        is_open = pc.or_(pc.invert(was_read), is_young)
        return _made(self._rows.filter(pc.and_(self._is_article, is_open)))


def _made(rows: pa.Table) -> list[Known]:
    return [Known(**row) for row in rows.to_pylist()]


_READ = pa.array([outcome.value for outcome in FetchOutcome if outcome.is_read])
_NOTHING = pa.schema(
    [
        *((name, pa.string()) for name in ("kind", "url", "outcome")),
        ("first_seen", pa.timestamp("us", tz="UTC")),
    ]
)


def read_known(paths: Sequence[Path], source: str) -> KnownUrls:
    """What is known of a source's URLs; of those that are in several files the last counts.

    A file is sorted by source, and of a process's many sources each reads its own row groups only.
    """
    tables = [_rows_of(path, source) for path in paths]
    return KnownUrls(_last_rows(pa.concat_tables(tables) if tables else _NOTHING.empty_table()))


def _rows_of(path: Path, source: str) -> pa.Table:
    file, groups = _file(path, path.stat().st_mtime_ns)
    wanted = [number for number, (first, last) in enumerate(groups) if first <= source <= last]
    table = file.read_row_groups(wanted, columns=[field.name for field in fields(Known)])
    return table.filter(pc.field("source") == source)


def _last_rows(rows: pa.Table) -> pa.Table:
    """The last row of each key."""
    places = {key: place for place, key in enumerate(_keys(rows))}
    return rows if len(places) == rows.num_rows else rows.take(sorted(places.values()))


def _keys(rows: pa.Table) -> Iterator[tuple[bool, str]]:
    is_article = pc.equal(rows["kind"], FetchKind.ARTICLE)
    return zip(is_article.to_pylist(), rows["url"].to_pylist(), strict=True)


@cache
def _file(path: Path, written: int) -> tuple[pq.ParquetFile, list[tuple[str, str]]]:
    """The file as it was written then, opened once, and first and last source of each of its row groups."""
    file = pq.ParquetFile(path)
    place = file.schema_arrow.names.index("source")
    columns = (file.metadata.row_group(number).column(place) for number in range(file.num_row_groups))
    stated = [column.statistics for column in columns]
    return file, [(one.min, one.max) if one and one.has_min_max else ("", chr(0x10FFFF)) for one in stated]
