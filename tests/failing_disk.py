"""A disk that dies: every call that changes it is counted, and one of them is the last or fails.

`run_until` runs an operation and lets the n-th such call kill the process before the call is made (in a
child) or raise "no space left on device". Writing inside a file is not counted: what matters there is that
nothing refers to the file yet, which holds at every point between two counted calls.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

CALLS = ("fsync", "link", "mkdir", "rename", "replace", "symlink", "unlink", "remove", "rmdir", "chmod")


def run_until(operation: Callable[[Path], None], root: Path, last: int, fault: str) -> str:
    """Run `operation(root)`; at the `last`-th call `fault` (kill or full) strikes.

    Returns `done` when the operation ended before, else `struck`.
    """
    return _run_in_child(operation, root, last) if fault == "kill" else _run_here(operation, root, last)


def _run_in_child(operation: Callable[[Path], None], root: Path, last: int) -> str:
    pid = os.fork()
    if pid == 0:
        with _counted(last, lambda: os.kill(os.getpid(), signal.SIGKILL)):
            operation(root)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), f"{operation.__name__} ended with {code}"
    return "struck" if code else "done"


def _run_here(operation: Callable[[Path], None], root: Path, last: int) -> str:
    struck = False

    def fill_up() -> None:
        nonlocal struck
        struck = True
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    try:
        with _counted(last, fill_up):
            operation(root)
    except OSError as error:
        assert error.errno == errno.ENOSPC
    return "struck" if struck else "done"


def _counted(last: int, strike: Callable[[], None]) -> Any:
    """The calls of os, replaced by ones that count and strike; fsync is counted, not waited for."""
    calls = 0

    def counting(real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == last:
                strike()
            return None if name == "fsync" else real(*arguments, **named)

        return call

    counted: dict[str, Any] = {name: counting(getattr(os, name), name) for name in CALLS}
    return patch.multiple(os, **counted)
