"""The files in which a host states rules for all of its pages, kept for a day for all runs together.

The copies on disk are a cache and no state: without them the files are fetched again, nothing else changes.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class HostFile:
    """One response for such a file: state is rules, absent or unreachable."""

    state: str
    fetched_at: datetime
    text: str = ""

    def is_fresh(self, now: datetime) -> bool:
        return now - self.fetched_at < LIFETIME


def host_file(status: int | None, body: bytes, now: datetime, limit: int) -> HostFile:
    """The meaning of a response by RFC 9309, 2.3.1; `status` None where there was none, `limit` in bytes."""
    if status is not None and 200 <= status < 300:
        text = body[:limit].decode("utf-8", "replace").removeprefix("\ufeff")
        return HostFile(state="rules", fetched_at=now, text=text)
    if status is not None and 300 <= status < 500 and status != 429:
        return HostFile(state="absent", fetched_at=now)
    return HostFile(state="unreachable", fetched_at=now)


@dataclass(frozen=True)
class HostFileCache:
    """One small JSON file a host, in `folder`."""

    folder: Path

    def get(self, origin: str) -> HostFile | None:
        """What is kept of a host, fresh or not; None for nothing or something broken."""
        try:
            plain = json.loads(self._path(origin).read_text(encoding="utf-8"))
            return HostFile(
                state=plain["state"],
                fetched_at=datetime.fromisoformat(plain["fetched_at"]),
                text=plain["text"],
            )
        except (OSError, ValueError, KeyError):
            return None

    def put(self, origin: str, file: HostFile) -> None:
        """Keep what a host returned; whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(origin)
        part = path.with_suffix(f".{os.getpid()}.part")
        plain = {"origin": origin, "state": file.state, "fetched_at": file.fetched_at.isoformat()}
        part.write_text(json.dumps(plain | {"text": file.text}), encoding="utf-8")
        part.replace(path)

    def _path(self, origin: str) -> Path:
        return self.folder / (hashlib.sha256(origin.encode()).hexdigest()[:32] + ".json")
