"""What is known of the URLs of a source before a run: their last attempts and validators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from warehouse.values import FetchKind, FetchOutcome, RetryPolicy, retry_policy


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the snapshot knows of one address of a source: its last attempt and its last good answer."""

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
    detail: str | None = None
    """Why the source's table refused it (`denied`); None for all else."""

    @property
    def retry(self) -> RetryPolicy:
        """When the URL is requested again, by its last row."""
        return retry_policy(self.reason, self.outcome)

    @property
    def was_read(self) -> bool:
        """Whether the server gave what was wanted when it was last asked."""
        return FetchOutcome.of(self.outcome).is_read


def read_known(path: Path | None, source: str) -> Mapping[tuple[bool, str], Known]:
    """What is known of a source's addresses, by whether they are articles' and the address."""
    if path is None:
        return {}
    rows = pq.read_table(path, filters=[("source", "=", source)]).to_pylist()
    return {(row["kind"] == FetchKind.ARTICLE, row["url"]): Known(**row) for row in rows}
