"""Extraction of a run's parts, each while the one before it lands.

Landing is the work of one process and extraction that of all cores, so neither need wait for the other:
what a page holds is the same whatever the lake holds. Of what landed meanwhile the drafts are left out later
(`land`). What is held for it is the drafts of one part more. The workers stay for all parts of a run, since a
worker's start takes the CPU time of thirty pages, and end when the last is extracted: each holds 140 MiB.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType

from flows.runs.context import RunContext
from flows.stages.extract import WORKER, Extracted, extract
from spiders.workers.pool import WorkerPool
from warehouse.landing.segments import Segment
from warehouse.tables import Page

PAGES_AT_ONCE = 32
"""Pages that are read at a time, fewer where they are large: a row group of small ones, since each read costs
milliseconds."""

Part = tuple[RunContext, Sequence[Segment]]
"""The segments of a part, and the run as it tells of that part."""


class Stopped(Exception):
    """Nobody waits for what is being extracted."""


class ExtractedAhead:
    """What the pages of each part give (one part at least); with one that is taken, the next is begun."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._begun: dict[int, Future[Extracted]] = {}
        """What is extracted ahead, of all segments of a part."""
        self._thread = ThreadPoolExecutor(1, "extract-ahead")
        self._workers = WorkerPool(parts[0][0].workers, module=WORKER)
        self._is_stopped = threading.Event()

    def __enter__(self) -> ExtractedAhead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_stopped.set()
        self._workers.end()
        self._thread.shutdown(cancel_futures=True)
        self._workers.end()  # what the thread has started meanwhile

    def of(self, number: int, segments: Sequence[Segment]) -> Extracted:
        """What the pages of a part give; `segments` are those of it that are left.

        Raises DamagedSegment.
        """
        future = self._begun.pop(number, None)
        if future is None or segments != self._parts[number][1]:
            future = self._begin(number, segments)
        extracted = future.result()
        following = number + 1
        if following < len(self._parts) and following not in self._begun:
            self._begun[following] = self._begin(following, self._parts[following][1])
        if not self._begun:
            self._workers.end()
        return extracted

    def _begin(self, number: int, segments: Sequence[Segment]) -> Future[Extracted]:
        run, segments = self._parts[number][0], list(segments)
        return self._thread.submit(
            copy_context().run, lambda: extract(run, self._pages(segments), self._workers)
        )

    def _pages(self, segments: Sequence[Segment]) -> Iterator[Page]:
        for segment in segments:
            for pages in segment.pages(PAGES_AT_ONCE):
                if self._is_stopped.is_set():
                    raise Stopped
                yield from pages
