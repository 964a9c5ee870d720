"""A disk that dies: every call that changes it is counted, and one of them is the last or fails.

`run_until` runs an operation in a child process and lets the n-th such call kill the process (before the
call is made) or raise "no space left on device". Writing inside a file is not counted: what matters there
is that nothing refers to the file yet, which holds at every point between two counted calls.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

CALLS = ("fsync", "link", "mkdir", "rename", "replace", "symlink", "unlink", "remove", "rmdir", "chmod")
FULL = 28
SURVIVED = 29

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["pytest", "warehouse_rows", "warehouse.landing", "warehouse.publish"])


def run_until(operation: Callable[[Path], None], root: Path, last: int, fault: str) -> str:
    """Run `operation(root)`; at the `last`-th call `fault` (kill or full) strikes.

    Returns `done` when the operation ended before, `survived` when it ended well all the same, else
    `killed` or `failed`.
    """
    child = _forks.Process(target=_run, args=(operation, root, last, fault))
    with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):  # the server does not get it otherwise
        child.start()
    child.join(60)
    outcomes = {0: "done", SURVIVED: "survived", FULL: "failed", -signal.SIGKILL: "killed"}
    assert child.exitcode in outcomes, f"{operation.__name__} ended with {child.exitcode} at call {last}"
    return outcomes[child.exitcode]


def _run(operation: Callable[[Path], None], root: Path, last: int, fault: str) -> None:
    calls = 0
    fsync = os.fsync  # counted, not waited for: no power is cut here

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == last:
                if fault == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return None if real is fsync else real(*arguments, **named)

        return call

    for name in CALLS:
        setattr(os, name, failing(getattr(os, name)))
    try:
        operation(root)
    except OSError as error:
        os._exit(FULL if error.errno == errno.ENOSPC else 1)
    os._exit(SURVIVED if calls >= last else 0)
