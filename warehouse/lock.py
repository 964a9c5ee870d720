"""One writer at a time.

The lock is the kernel's (`flock`), not the file's existence: it ends with the process that holds it,
however that process ends, so a run that was killed leaves nothing to clean up. The process id in the
file is only what the refusal tells people.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import CopydeskError
from warehouse.folder import DataFolder

_held: set[int] = set()


class AlreadyRunning(CopydeskError):
    """Another process is writing to the data folder."""

    def __init__(self, pid: int | None, folder: Path) -> None:
        super().__init__(pid, folder)
        self.pid = pid
        self.folder = folder

    def __str__(self) -> str:
        pid = self.pid or "unknown"
        return f"already running: process {pid} is writing to {self.folder}; wait for it to end"


@contextmanager
def run_lock(data: DataFolder) -> Iterator[None]:
    """Be the one writer of the data folder for as long as the context lasts.

    Raises AlreadyRunning at once when somebody else is.
    """
    data.root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(descriptor, data)
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _take(descriptor: int, data: DataFolder) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(_written_pid(descriptor), data.root) from None
    _held.add(descriptor)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)


def _written_pid(descriptor: int) -> int | None:
    written = os.pread(descriptor, 32, 0)
    return int(written) if written.isdigit() else None


def _let_go_in_child() -> None:
    """A forked worker shares the lock; it must not keep it alive when its parent is killed."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
