"""One crawl process: started, listened to, ended when its time is up."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

_LAST_WARNING_SECONDS = 30.0


@dataclass(frozen=True)
class CrawlProcess:
    """A crawl process to be. `seconds` after its start it is ended; its spiders end themselves earlier."""

    job: Path
    seconds: float


@dataclass(frozen=True)
class Crawled:
    """How a crawl process ended: rows landed, and the reason with which each source was closed."""

    rows: int
    closed: dict[str, str]


def run_process(crawl: CrawlProcess, on_rows: Callable[[int], None]) -> Crawled:
    """Runs one crawl to its end; `on_rows` hears of rows as they land.

    The process watches its standard input, which stays open as long as this one lives.
    """
    rows, closed = 0, {}
    command = [sys.executable, "-m", "spiders.crawl", str(crawl.job)]
    pipe = subprocess.PIPE
    errors = crawl.job.with_suffix(".err")
    with errors.open("wb") as stream:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=stream, text=True)
    with process, _ended_after(process, crawl.seconds):
        for line in _lines(process):
            rows += line.get("rows", 0)
            on_rows(line.get("rows", 0))
            if "closed" in line:
                closed[line["source"]] = line["closed"]
    _tidy(crawl.job, errors, process.returncode)
    return Crawled(rows, closed)


def _tidy(job: Path, errors: Path, code: int) -> None:
    """A crawl that went well leaves its log behind; one that failed, its order and its errors too."""
    if code:
        logger.error("%s ended with code %s; its log is beside it", job, code)
    else:
        job.unlink()
    if not errors.stat().st_size:
        errors.unlink()


def _lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            yield json.loads(line)


@contextmanager
def _ended_after(process: subprocess.Popen[str], seconds: float) -> Iterator[None]:
    """Asks the process to end when its time is up, and ends it when it does not."""
    timers = [
        threading.Timer(seconds, process.terminate),
        threading.Timer(seconds + _LAST_WARNING_SECONDS, process.kill),
    ]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
        process.wait()
    finally:
        for timer in timers:
            timer.cancel()
