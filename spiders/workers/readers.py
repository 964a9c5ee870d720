"""Discovery documents are read in processes that may die.

Observed: 100,000 attributes of one HTML element take a parser half a minute, within one call that nothing
interrupts, and a thread that parses holds up the event loop of all other sources. The rule: a body of more
than SMALL_BYTES is read by one of READERS processes, whose time and memory the kernel limits; a smaller one
can hold nobody up for long and is read at once.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from spiders.workers.limits import WorkerLimits
from spiders.workers.worker_process import WorkerProcess
from warehouse.base.errors import CopydeskError

T = TypeVar("T")

SMALL_BYTES = 50_000
READERS = 2
LIMITS = WorkerLimits(cpu_seconds=20.0, memory_bytes=1_000_000_000, wall_seconds=120.0)

_threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
_of_thread = threading.local()


class ReaderDied(CopydeskError):
    """The process that read a document has ended; `why` says by which limit."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"reading it took {self.why}"


async def in_reader(call: Callable[..., T], *arguments: Any) -> T:
    """Call a function that uses `read_apart` in one of the threads that have a process each."""
    return await asyncio.get_running_loop().run_in_executor(_threads, call, *arguments)


def read_apart(read: Callable[..., T], body: bytes, *arguments: Any, limits: WorkerLimits = LIMITS) -> T:
    """What `read(body, *arguments)` returns or raises; `read` is a function of a module.

    Raises ReaderDied.
    """
    if len(body) <= SMALL_BYTES:
        return read(body, *arguments)
    worker: WorkerProcess | None = getattr(_of_thread, "worker", None)
    if worker is None:
        worker = _of_thread.worker = WorkerProcess("spiders.workers.reader", limits)
    result = _result(worker, (read, body, arguments), limits)
    if isinstance(result, Exception):
        raise result
    return result  # type: ignore[no-any-return]


def _result(worker: WorkerProcess, task: tuple[Any, ...], limits: WorkerLimits) -> Any:
    try:
        worker.pipe.send(task)
        if worker.pipe.poll(limits.wall_seconds):
            return worker.pipe.recv()
    except (EOFError, OSError):
        raise ReaderDied(limits.cause_of_death(worker.end())) from None
    worker.end(0.0)
    raise ReaderDied(f"more than {limits.wall_seconds:.0f} s")
