"""Extraction of a run's parts, each while the one before it lands.

Landing is the work of one process and extraction that of all cores, so neither need wait for the other:
what a page holds is the same whatever the lake holds. Of what landed meanwhile the drafts are left out
later (`land`). What is held for it is the drafts of one part more. The workers stay for all parts of a
run, since a worker's start takes the CPU time of thirty pages, and end when the last is extracted: each
holds 90 to 105 MiB.

A cluster has parts of a part out, and some of its workers would wait for those that have the last ones: there
the next part's pages go out with the last of a part that landing waits for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from types import TracebackType

from flows.runs.context import RunContext
from flows.stages.extract import Extracted, extract, extractors
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
        run = parts[0][0]
        self._threads = ThreadPoolExecutor(2 if run.settings.scheduler else 1, "extract-ahead")
        self._workers = extractors(run)
        self._given_out = [threading.Event() for _ in parts]
        self._is_stopped = threading.Event()

    def __enter__(self) -> ExtractedAhead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_stopped.set()
        for part in self._given_out:
            part.set()
        self._workers.end()
        self._threads.shutdown(cancel_futures=True)
        self._workers.end()  # what the threads have started meanwhile

    def of(self, number: int, segments: Sequence[Segment]) -> Extracted:
        """What the pages of a part give; `segments` are those of it that are left.

        Raises DamagedSegment.
        """
        future = self._begun.pop(number, None)
        if future is None or segments != self._parts[number][1]:
            future = self._begin(number, segments)
        following = number + 1
        if following < len(self._parts) and following not in self._begun:
            self._begun[following] = self._begin(
                following, self._parts[following][1], self._given_out[number]
            )
        extracted = future.result()
        if not self._begun:
            self._workers.end()
        return extracted

    def _begin(
        self, number: int, segments: Sequence[Segment], when: threading.Event | None = None
    ) -> Future[Extracted]:
        extract_part = partial(self._extract, number, list(segments), when)
        return self._threads.submit(copy_context().run, extract_part)

    def _extract(self, number: int, segments: Sequence[Segment], when: threading.Event | None) -> Extracted:
        if when:
            when.wait()
        if self._is_stopped.is_set():
            raise Stopped
        try:
            return extract(self._parts[number][0], self._pages(number, segments), self._workers)
        finally:
            self._given_out[number].set()

    def _pages(self, number: int, segments: Sequence[Segment]) -> Iterator[Page]:
        for segment in segments:
            for pages in segment.pages(PAGES_AT_ONCE):
                if self._is_stopped.is_set():
                    raise Stopped
                yield from pages
        self._given_out[number].set()
