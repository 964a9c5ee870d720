"""Extraction in processes that may die: one bad page costs a refusal, never a run.

A worker is `python -m spiders.workers.worker FD`, whose time and memory the kernel limits. The parent,
which loads nothing of the extractor itself, starts a new worker for a dead one.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from spiders.extraction.model import Extraction, ExtractionRules, Refusal
from spiders.workers.limits import WorkerLimits
from spiders.workers.worker_process import WorkerProcess
from warehouse.tables import Page
from warehouse.values import RejectionReason

logger = logging.getLogger(__name__)

AHEAD = 32
"""Pages a worker that may be done before the oldest one is: bounds the memory held for order."""

PAGES_BEFORE_ANOTHER = 16
"""Pages that are given out before one more worker is started, whose start takes the CPU time of thirty."""

WORKER = "spiders.workers.worker"
NO_RULES = ExtractionRules()
DEFAULT_LIMITS = WorkerLimits()


def extract_pages(
    pages: Iterable[Page],
    rules: Mapping[str, ExtractionRules],
    workers: int,
    limits: WorkerLimits = DEFAULT_LIMITS,
    module: str = WORKER,
    pool: WorkerPool | None = None,
) -> Iterator[tuple[Page, Extraction | Refusal]]:
    """Each page with its extraction, in the order of `pages`; `rules` are by source name.

    `module` is that of the workers, which run `spiders.workers.worker.serve`. With a `pool`, whose workers
    stay, the three that describe workers say nothing.
    A page whose worker dies or is stopped for its time is `Refusal("extractor_died", …)`.
    """
    if pool is not None:
        yield from pool.extract(pages, rules)
        return
    with WorkerPool(workers, limits, module) as own:
        yield from own.extract(pages, rules)


class WorkerPool:
    """Workers that stay for further pages until they are ended, which the end of this process does, too."""

    def __init__(self, workers: int, limits: WorkerLimits = DEFAULT_LIMITS, module: str = WORKER) -> None:
        self._workers = [_Worker(limits, module) for _ in range(max(1, workers))]

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def end(self) -> None:
        """End every worker that there is."""
        for worker in self._workers:
            worker.end()

    def extract(
        self, pages: Iterable[Page], rules: Mapping[str, ExtractionRules]
    ) -> Iterator[tuple[Page, Extraction | Refusal]]:
        """What `extract_pages` gives."""
        pool = self._workers
        jobs: deque[_Job] = deque()
        for number, page in enumerate(pages):
            jobs.append(job := _Job(page))
            _idle(pool[: 1 + number // PAGES_BEFORE_ANOTHER]).give(job, rules.get(page.source, NO_RULES))
            while jobs and (jobs[0].result or len(jobs) > AHEAD * len(pool)):
                yield _finished(jobs.popleft(), pool)
        while jobs:
            yield _finished(jobs.popleft(), pool)


@dataclass
class _Job:
    page: Page
    result: Extraction | Refusal | None = None


class _Worker:
    """One worker process and the job that it has."""

    def __init__(self, limits: WorkerLimits, module: str):
        self._limits = limits
        self._process = WorkerProcess(module, limits)
        self._until = 0.0
        self.job: _Job | None = None

    def end(self) -> None:
        self._process.end()

    @property
    def pipe(self) -> Connection:
        return self._process.pipe

    def give(self, job: _Job, rules: ExtractionRules) -> None:
        self.job = job
        self._until = time.monotonic() + self._limits.wall_seconds
        try:
            self.pipe.send((job.page, rules))
        except OSError:
            self._died()

    def collect(self) -> None:
        """Take the result that is waiting, or note that there will be none."""
        assert self.job is not None
        try:
            self.job.result = self.pipe.recv()
            self.job = None
        except (EOFError, OSError):
            self._died()

    def stop_if_late(self) -> None:
        if self.job and time.monotonic() > self._until:
            self._died(f"no result within {self._limits.wall_seconds:.0f} s")

    def _died(self, why: str | None = None) -> None:
        assert self.job is not None
        if why is None:
            why = self._limits.cause_of_death(self._process.end())
        else:
            self._process.end(0.5)
        logger.warning("extractor died on %s: %s", self.job.page.url, why)
        self.job.result = Refusal(RejectionReason.EXTRACTOR_DIED, why)
        self.job = None


def _idle(pool: list[_Worker]) -> _Worker:
    while not (idle := [worker for worker in pool if worker.job is None]):
        _collect(pool)
    return idle[0]


def _finished(job: _Job, pool: list[_Worker]) -> tuple[Page, Extraction | Refusal]:
    while job.result is None:
        _collect(pool)
    return job.page, job.result


def _collect(pool: list[_Worker]) -> None:
    """Wait until a busy worker has a result, dies or is late."""
    busy = {worker.pipe: worker for worker in pool if worker.job}
    for pipe in wait(list(busy), timeout=1.0):
        assert isinstance(pipe, Connection)
        busy[pipe].collect()
    for worker in busy.values():
        worker.stop_if_late()
