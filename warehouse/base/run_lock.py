"""One writer at a time.

The lock is the kernel's (`flock`), not the file's existence: it ends with the processes that hold it,
however they end, so a run that was killed leaves nothing to clean up. The process id in the file is only
what the message says. Who finds the folder locked waits: a nightly maintenance that meets a long run
would else be lost until the next night.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError

logger = logging.getLogger(__name__)

WAIT_SECONDS = 3600.0
"""How long a writer waits for another one by default."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 10.0

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
def run_lock(data: DataFolder, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Be the one writer of the data folder for as long as the context lasts.

    Where somebody else is, tries again for `wait` seconds, less and less often. Raises AlreadyRunning.
    """
    data.root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(descriptor, data, wait)
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def holder(data: DataFolder) -> int | None:
    """The process that writes to the data folder, 0 where its id is not known; None where nobody does."""
    try:
        descriptor = os.open(data.lock, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _written_pid(descriptor) or 0
    finally:
        os.close(descriptor)
    return None


def held_locks() -> tuple[int, ...]:
    """Descriptors of the locks that this process holds, for a process that writes as a part of it."""
    return tuple(_held)


def _take(descriptor: int, data: DataFolder, wait: float) -> None:
    deadline, pause = time.monotonic() + wait, _FIRST_PAUSE
    while not _locked(descriptor):
        other = AlreadyRunning(_written_pid(descriptor), data.root)
        left = deadline - time.monotonic()
        if left <= 0:
            raise other
        if pause == _FIRST_PAUSE:
            logger.warning("process %s is writing to %s; waiting up to %.0f s", other.pid, data.root, wait)
        time.sleep(min(pause, left))
        pause = min(2 * pause, _LONGEST_PAUSE)
    _held.add(descriptor)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written_pid(descriptor: int) -> int | None:
    written = os.pread(descriptor, 32, 0)
    return int(written) if written.isdigit() else None


def _let_go_in_child() -> None:
    """A forked worker shares the lock; it must not keep it alive when its parent is killed."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
