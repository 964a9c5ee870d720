"""robots.txt files of the last day, on disk, so that every host is asked once a day by all runs together.

This is a cache and no state: without it the files are fetched again, nothing else changes.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from spiders.robots import RobotsFile


@dataclass(frozen=True)
class RobotsCache:
    """One small JSON file a host, in `folder`."""

    folder: Path

    def get(self, origin: str) -> RobotsFile | None:
        """What is kept of a host, fresh or not; None for nothing or something broken."""
        try:
            plain = json.loads(self._path(origin).read_text(encoding="utf-8"))
            return RobotsFile(
                state=plain["state"],
                fetched_at=datetime.fromisoformat(plain["fetched_at"]),
                text=plain["text"],
            )
        except (OSError, ValueError, KeyError):
            return None

    def put(self, origin: str, file: RobotsFile) -> None:
        """Keep what a host answered; whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(origin)
        part = path.with_suffix(f".{os.getpid()}.part")
        plain = {"origin": origin, "state": file.state, "fetched_at": file.fetched_at.isoformat()}
        part.write_text(json.dumps(plain | {"text": file.text}), encoding="utf-8")
        part.replace(path)

    def _path(self, origin: str) -> Path:
        return self.folder / (hashlib.sha256(origin.encode()).hexdigest()[:32] + ".json")
