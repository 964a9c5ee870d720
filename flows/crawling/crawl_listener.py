"""What crawls report while they run, as the progress of one stage."""

from __future__ import annotations

import threading

from warehouse.base.progress import StageProgress

NAMED = 3


class CrawlListener:
    """Counts links, and names the sources that the run still waits for."""

    def __init__(self, stage: StageProgress) -> None:
        self._stage = stage
        self._open: dict[str, None] = {}
        self._lock = threading.Lock()

    def opened(self, source: str) -> None:
        with self._lock:
            self._open[source] = None
            self._stage.note(waiting_for(list(self._open)))

    def landed(self, rows: int) -> None:
        self._stage.advance(rows)

    def closed(self, source: str) -> None:
        with self._lock:
            self._open.pop(source, None)
            self._stage.note(waiting_for(list(self._open)))


def waiting_for(sources: list[str]) -> str:
    """`waiting for gazette, globe and 5 more`; empty where nothing is awaited."""
    named, more = sources[:NAMED], len(sources) - NAMED
    if not named:
        return ""
    return f"waiting for {', '.join(named)}" + (f" and {more} more" if more > 0 else "")
