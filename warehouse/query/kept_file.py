"""A file of what was made of a table's rows, kept from run to run: is it still true of the snapshot?

It is renewed when it is a DAY old, when what has come since is a tenth of it, and after anything but runs:
publishing removes it then, and where a kill came between, the snapshot no longer names the files that it was
made of, or has further takedowns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import Snapshot

DAY = timedelta(days=1)
MADE = b"made"
"""The key in a file's metadata of what it was made of."""
FEW = 0.1
"""Of the rows that a file was made of: so many may have come since."""


@dataclass(frozen=True)
class Made:
    """Of what a file was made: when, the time of the snapshot's commit, all files of the table then, the rows
    of those that were read, and the takedowns that it knows. `maker` says by what, where that matters."""

    table: str
    made_at: datetime
    landed_at: datetime
    files: frozenset[str]
    rows: int
    erasures: int
    maker: str = ""

    @classmethod
    def of(cls, snapshot: Snapshot, read: Snapshot, table: str, now: datetime, maker: str = "") -> Made:
        """What is to be made of a table's rows in `read`, some files of the snapshot."""
        return cls(
            table=table,
            made_at=now,
            landed_at=snapshot.manifest.committed_at,
            files=frozenset(file.name for file in snapshot.manifest.of(table)),
            rows=rows_of(read.manifest.of(table)),
            erasures=rows_of(snapshot.manifest.of("erasures")),
            maker=maker,
        )

    def later(self, snapshot: Snapshot) -> tuple[DataFile, ...]:
        """The data files that it does not speak for."""
        return tuple(file for file in snapshot.manifest.of(self.table) if file.name not in self.files)

    def serves(self, snapshot: Snapshot, now: datetime, few: int = 0) -> bool:
        """Whether it is young, not much has come since (`few` rows are not), and nothing was changed."""
        is_young = self.made_at <= now < self.made_at + DAY
        names = {file.name for file in snapshot.manifest.of(self.table)}
        erasures = rows_of(snapshot.manifest.of("erasures"))
        follows = self.landed_at <= snapshot.manifest.committed_at and self.erasures == erasures
        is_enough = rows_of(self.later(snapshot)) <= max(FEW * self.rows, few)
        return is_young and follows and self.files <= names and is_enough

    def to_json(self) -> str:
        """As it stands in the file."""
        return json.dumps(asdict(self) | {"files": sorted(self.files)}, default=datetime.isoformat)

    @classmethod
    def from_json(cls, text: bytes) -> Made:
        """Raises ValueError, KeyError, TypeError where it is none of this version."""
        plain: dict[str, Any] = json.loads(text)
        moments = {name: datetime.fromisoformat(plain[name]) for name in ("made_at", "landed_at")}
        return cls(**{**plain, **moments, "files": frozenset(plain["files"])})


def rows_of(files: Iterable[DataFile]) -> int:
    """Rows of some data files."""
    return sum(file.rows for file in files)


def kept_in(path: Path) -> Made | None:
    """Of what a kept file was made; None where there is none, or of another version."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return Made.from_json((pq.read_schema(path).metadata or {})[MADE])
    except (OSError, KeyError, ValueError, TypeError, pa.ArrowException):
        return None
