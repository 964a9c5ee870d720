"""Crawl processes and workers of tests are forked from one that has imported what they need.

Each is a process as ever, with the arguments, the environment, the folder and the descriptors that it was to
have; it is spared the import of Scrapy or trafilatura, which is most of what it costs to crawl a small site.
What a process of `copydesk` starts is not touched.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any

import pytest

PLACES = ("flows.crawling.processes", "flows.sources.probing", "spiders.workers.worker_process")
"""Modules that start `python -m MODULE`."""


def preload(patch: pytest.MonkeyPatch) -> None:
    """From now on what these modules start is forked."""
    if hasattr(os, "pidfd_open"):
        names = SimpleNamespace(**vars(subprocess) | {"Popen": ForkedProcess})
        for place in PLACES:
            patch.setattr(f"{place}.subprocess", names)


class ForkedProcess:
    """What `subprocess.Popen` is of a command `python -m MODULE ARGUMENTS`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: Any = None,
        text: bool = False,
        pass_fds: Sequence[int] = (),
        env: Mapping[str, str] | None = None,
    ) -> None:
        _, _, module, *arguments = command
        environment = dict(os.environ if env is None else env)
        self.returncode: int | None = None
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(_server(module, environment.get("PYTHONPATH", "")))
        theirs = {0: 0, 1: 1, 2: stderr.fileno() if hasattr(stderr, "fileno") else 2}
        piped: list[int] = []
        self.stdin: Any = None
        self.stdout: Any = None
        if stdin == subprocess.PIPE:
            theirs[0], ours = os.pipe()
            piped.append(theirs[0])
            self.stdin = os.fdopen(ours, "w" if text else "wb")
        if stdout == subprocess.PIPE:
            ours, theirs[1] = os.pipe()
            piped.append(theirs[1])
            self.stdout = os.fdopen(ours, "r" if text else "rb")
        if stderr == subprocess.DEVNULL:
            theirs[2] = os.open(os.devnull, os.O_WRONLY)
            piped.append(theirs[2])
        wanted = json.dumps(
            {
                "arguments": arguments,
                "environment": environment,
                "folder": str(Path.cwd()),
                "targets": [*theirs, *pass_fds],
            }
        ).encode()
        socket.send_fds(self._connection, [struct.pack("!i", len(wanted))], [*theirs.values(), *pass_fds])
        self._connection.sendall(wanted)
        self.pid = self._received()
        for fd in piped:
            os.close(fd)

    def __enter__(self) -> ForkedProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in (self.stdout, self.stdin):
            if stream:
                stream.close()
        self.wait()

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self.returncode = os.waitstatus_to_exitcode(self._received())
            except TimeoutError as error:
                raise subprocess.TimeoutExpired("a forked process", timeout or 0) from error
            self._connection.close()
        return self.returncode

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def _received(self) -> int:
        (number,) = struct.unpack("!i", self._connection.recv(4, socket.MSG_WAITALL))
        return int(number)


@cache
def _server(module: str, path: str) -> str:
    """The socket of the server that has imported a module, with that PYTHONPATH."""
    folder = tempfile.TemporaryDirectory(prefix="copydesk-fork-")
    atexit.register(folder.cleanup)
    found = f"{folder.name}/server"
    program = str(Path(__file__).with_name("fork_server.py"))
    server = subprocess.Popen(
        [sys.executable, program, module, found],
        stdin=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )
    atexit.register(_end, server)
    while not Path(found).exists():
        assert server.poll() is None, f"no server of {module}"
        time.sleep(0.01)
    return found


def _end(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin
    server.stdin.close()
    server.wait()
