"""One worker process and the pipe to it: started when it is needed, ended when it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from spiders.workers.limits import WorkerLimits


class WorkerProcess:
    """`python -m MODULE FD LIMITS`, which returns results on a pipe until that is closed."""

    def __init__(self, module: str, limits: WorkerLimits) -> None:
        self._module = module
        self._limits = limits
        self._started: tuple[subprocess.Popen[bytes], Connection] | None = None

    @property
    def pipe(self) -> Connection:
        """The pipe to the process, which is started if there is none."""
        if self._started is None:
            ours, theirs = Pipe()
            command = [sys.executable, "-m", self._module, str(theirs.fileno()), *self._limits.arguments()]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
            theirs.close()
            self._started = process, ours
        return self._started[1]

    def end(self, seconds: float = 5.0) -> int:
        """End the process, after so many seconds by force, and return its exit code."""
        if self._started is None:
            return 0
        process, pipe = self._started
        self._started = None
        pipe.close()
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
