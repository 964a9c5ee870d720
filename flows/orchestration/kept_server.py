"""Our own Prefect server as a child process, which is restarted when it dies."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from pathlib import Path

logger = logging.getLogger(__name__)

STOP_SECONDS = 15.0
PAUSES = (1, 5, 30, 60)
"""Seconds before it is restarted; the last one over and over, for what kills it may last."""


class KeptServer:
    """The process `own_server` on a port. What it says is added to `log`."""

    def __init__(self, port: int, environment: Mapping[str, str], log: Path) -> None:
        self._command = [sys.executable, "-m", "flows.orchestration.own_server", str(port)]
        self._environment = environment
        self._log = log
        self._ended = threading.Event()
        log.unlink(missing_ok=True)
        self._process = self._start()

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Restart it whenever it dies meanwhile: what has begun goes on with the same database."""
        keep = partial(copy_context().run, self._keep)  # whose log lines go to this server
        keeper = threading.Thread(target=keep, name="prefect-server", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._ended.set()

    def end(self) -> None:
        """End it in order: it takes the end of its standard input for ours."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as stream:
            return subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=stream,
            )

    def _keep(self) -> None:
        deaths = 0
        while not self._ended.is_set():
            code = self._process.wait()
            pause = PAUSES[min(deaths, len(PAUSES) - 1)]
            if self._ended.wait(pause):
                return
            deaths += 1
            logger.warning(
                "the Prefect server ended (exit code %s) and is restarted; see %s", code, self._log
            )
            self._process = self._start()
