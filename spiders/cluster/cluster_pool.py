"""Extraction on a Dask cluster: the same pages in the same order with the same results as in processes here.

Pages go out in parts, as files; the scheduler sees names and hashes only. A part whose worker dies is given
to another one; how often is the scheduler's to say (`allowed-failures`). After that its pages are refused, as
is a page that kills its process here.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from spiders.cluster.extract_part import WorkFile, extract_part, put, take
from spiders.cluster.same_code import code_hash
from spiders.cluster.work_files import WorkFiles, work_files
from spiders.extraction.model import Extraction, ExtractionRules, Refusal
from spiders.workers.pool import WORKER
from warehouse.base.errors import CopydeskError
from warehouse.tables import Page
from warehouse.values import RejectionReason

logger = logging.getLogger(__name__)

PART_PAGES, PART_BYTES = 32, 4_000_000
"""Pages of a part: about a second of work, beside which the way there and back is little."""

AHEAD = 2
"""Parts that are out for each thread of the cluster: one is worked at while the next one is on its way."""

CONNECT_SECONDS = 30


class ClusterFailed(CopydeskError):
    """The cluster does not do what was requested."""

    def __init__(self, scheduler: str, problem: str) -> None:
        super().__init__(scheduler, problem)
        self.scheduler = scheduler
        self.problem = problem

    def __str__(self) -> str:
        return (
            f"cluster {self.scheduler}: {self.problem}; pages that were to land stay in landing/. Run again "
            "when it responds, or without [extraction] scheduler"
        )


class DaskMissing(CopydeskError):
    """The package that talks to clusters is not installed."""

    def __str__(self) -> str:
        return "extraction on a cluster needs more packages; install them with: pip install 'copydesk[dask]'"


@dataclass(frozen=True)
class _Part:
    """Pages that are out. Their bodies, which take most memory, are in the file only."""

    pages: tuple[Page, ...]
    file: WorkFile
    future: Any


class ClusterPool:
    """The workers of a cluster, which one client reaches for all parts of a run.

    `scheduler` is where Dask's listens (tcp://host:8786), `place` what all machines see: a path or s3:// URL.
    `module` is that of the processes that extract, as of `spiders.workers.pool.WorkerPool`.
    Several threads may extract at once. Raises ClusterFailed, DaskMissing, and what opening a bucket raises.
    """

    def __init__(self, scheduler: str, place: str, module: str = WORKER) -> None:
        self._cluster = _Cluster(scheduler)
        self._place = place
        self._module = module
        self._names = (f"{number:06d}" for number in count())
        self._is_used = False

    def __enter__(self) -> ClusterPool:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def end(self) -> None:
        """Have the scheduler forget what is out, and remove the files of it."""
        self._cluster.close()
        if self._is_used:
            work_files(self._place).remove_all()

    def extract(
        self, pages: Iterable[Page], rules: Mapping[str, ExtractionRules]
    ) -> Iterator[tuple[Page, Extraction | Refusal]]:
        """Each page, without its body, with its extraction, in the order of `pages`; `rules` are by source
        name."""
        files = work_files(self._place)
        out: deque[_Part] = deque()
        self._is_used = True
        self._cluster.open()
        for some in _parts(pages):
            file = put(files, next(self._names), some)
            own = {page.source: rules[page.source] for page in some if page.source in rules}
            future = self._cluster.submit(extract_part, self._place, file, own, code_hash(), self._module)
            out.append(_Part(tuple(replace(page, body=b"") for page in some), file, future))
            most = AHEAD * self._cluster.threads()
            while len(out) > most:
                yield from _finished(out.popleft(), files, self._cluster)
        while out:
            yield from _finished(out.popleft(), files, self._cluster)


def _parts(pages: Iterable[Page]) -> Iterator[list[Page]]:
    part: list[Page] = []
    for page in pages:
        part.append(page)
        if len(part) >= PART_PAGES or sum(len(one.body) for one in part) >= PART_BYTES:
            yield part
            part = []
    if part:
        yield part


def _finished(
    part: _Part, files: WorkFiles, cluster: _Cluster
) -> Iterator[tuple[Page, Extraction | Refusal]]:
    """The results of a part, as soon as they are there; its files are removed."""
    found: WorkFile | None = cluster.result(part.future)
    if found is None:
        why = "the cluster's workers that had it died"
        logger.warning("%s: %s pages from %s on", why, len(part.pages), part.pages[0].url)
        refusal = Refusal(RejectionReason.EXTRACTOR_DIED, why)
        yield from ((page, refusal) for page in part.pages)
        return
    results = take(files, found)
    files.remove(found.name)
    files.remove(part.file.name)
    yield from zip(part.pages, results, strict=True)


class _Cluster:
    """Dask's client. What is not an error of ours, wherever it comes from, is ClusterFailed."""

    def __init__(self, scheduler: str) -> None:
        self._scheduler = scheduler
        self._client: Any = None
        self._opening = threading.Lock()

    def open(self) -> None:
        """Connect, unless that is done."""
        try:
            from distributed import Client
        except ImportError:
            raise DaskMissing from None
        with self._opening:
            self._client = self._client or self._called(
                Client, self._scheduler, timeout=CONNECT_SECONDS, set_as_default=False
            )

    def close(self) -> None:
        """What is out is forgotten by the scheduler, too."""
        with self._opening:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return self._called(self._client.submit, function, *arguments, pure=False)

    def threads(self) -> int:
        """Threads of all workers, 1 while there is none."""
        found: dict[str, int] = self._called(self._client.nthreads)
        return max(1, sum(found.values()))

    def result(self, future: Any) -> Any:
        """What was returned, as soon as it is there; None where the workers died of it."""
        from distributed import KilledWorker

        try:
            return self._called(future.result)
        except KilledWorker:
            return None

    def _called(self, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        from distributed import KilledWorker

        try:
            return call(*arguments, **named)
        except (CopydeskError, KilledWorker):
            raise
        except Exception as error:  # of the connection, the scheduler or a worker's installation
            said = f"{type(error).__name__}: {error}"[:300]
            raise ClusterFailed(self._scheduler, said) from error
