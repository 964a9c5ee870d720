"""Crawl processes: started, listened to, ended when their time is up or the run is stopped."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from flows.display.plain import plain
from warehouse.base.run_lock import held_locks

logger = logging.getLogger(__name__)

_LAST_WARNING_SECONDS = 30.0


@dataclass(frozen=True)
class CrawlProcess:
    """A crawl process to be. `seconds` after its start it is ended; its spiders end themselves earlier."""

    job: Path
    seconds: float


@dataclass(frozen=True)
class CrawlResult:
    """How a crawl process ended: rows landed, and the reason with which each source was closed."""

    rows: int
    closed: dict[str, str]


class CrawlEvents(Protocol):
    """Hears of crawls while they run, from several threads."""

    def opened(self, source: str) -> None:
        """The crawl of a source has begun."""

    def landed(self, rows: int) -> None:
        """So many rows more have come."""

    def closed(self, source: str) -> None:
        """The crawl of a source has ended."""


def run_processes(crawls: Sequence[CrawlProcess], most: int, listener: CrawlEvents) -> list[CrawlResult]:
    """Runs every crawl to its end, `most` at a time.

    Where that is interrupted, all of them are told to land what they have, and have ended when this raises.
    A crawl process shares the lock of the run: nobody else writes before it has ended, however the run ends.
    """
    alive = _Alive()
    with ThreadPoolExecutor(most) as pool:
        try:
            # A log handler may read context variables: Prefect's finds its server by them.
            futures = [pool.submit(copy_context().run, _run, crawl, alive, listener) for crawl in crawls]
            return [future.result() for future in futures]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            alive.end()
            raise


class _Alive:
    """The processes that run; after `end` no further one is let live."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[str]] = set()
        self._ended = False

    @contextmanager
    def __call__(self, process: subprocess.Popen[str], seconds: float) -> Iterator[None]:
        """Ends the process after so many seconds, or when all are ended."""
        with self._lock:
            self._processes.add(process)
        timer = threading.Timer(seconds, _end, [process])
        timer.daemon = True
        timer.start()
        if self._ended:
            _end(process)
        try:
            yield
            process.wait()
        finally:
            timer.cancel()
            with self._lock:
                self._processes.discard(process)

    def end(self) -> None:
        with self._lock:
            self._ended = True
            for process in self._processes:
                _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Tells the process to end, and kills it when it does not."""
    process.terminate()
    last = threading.Timer(_LAST_WARNING_SECONDS, process.kill)
    last.daemon = True
    last.start()


def _run(crawl: CrawlProcess, alive: _Alive, listener: CrawlEvents) -> CrawlResult:
    """The process watches its standard input, which stays open as long as this one lives."""
    rows, closed = 0, {}
    command = [sys.executable, "-m", "spiders.crawl", str(crawl.job)]
    pipe = subprocess.PIPE
    errors = crawl.job.with_suffix(".err")
    with errors.open("wb") as stream:
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=stream, text=True, pass_fds=held_locks()
        )
    with process, alive(process, crawl.seconds):
        for line in _lines(process):
            _tell(line, listener)
            rows += line.get("rows", 0)
            if "closed" in line:
                closed[line["source"]] = line["closed"]
    _tidy(crawl.job, errors, process.returncode)
    return CrawlResult(rows, closed)


def _tell(line: dict[str, Any], listener: CrawlEvents) -> None:
    if "rows" in line:
        listener.landed(line["rows"])
    elif "opened" in line:
        listener.opened(line["source"])
    elif "closed" in line:
        logger.info("%s: crawl %s after %s links", line["source"], line["closed"], line["total"])
        listener.closed(line["source"])
    elif "log" in line:
        logger.log(line["level"], "%s", plain(line["log"]))


def _tidy(job: Path, errors: Path, code: int) -> None:
    """A crawl that went well leaves its log behind; one that failed, its order and its errors too."""
    if code:
        logger.error("crawl job %s exited with code %s; see the log beside it", job, code)
    else:
        job.unlink()
    if not errors.stat().st_size:
        errors.unlink()


def _lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            yield json.loads(line)
