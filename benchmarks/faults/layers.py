"""Two ways to count the calls that an operation makes of the disk, and to make one of them the last or fail.

`python`: the functions of `os` and `open` for writing, replaced in a forked child. `native`: system calls,
by strace attached to the child, which also meets those inside DuckDB, Arrow, tantivy and object stores.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAULTS = ("kill", "ENOSPC", "EIO")

_OS = ("fsync", "link", "mkdir", "rename", "replace", "symlink", "unlink", "remove", "rmdir", "chmod")
_SYSTEM = {
    "kill": ("write", "pwrite64", "fsync", "rename", "unlink", "linkat", "mkdir", "ftruncate"),
    "ENOSPC": ("write", "pwrite64", "mkdir", "ftruncate"),
    "EIO": ("write", "pwrite64", "fsync", "read", "pread64"),
}
_READY = "attached"


@dataclass(frozen=True)
class Point:
    """The `number`-th call of a kind, and the fault that strikes there."""

    layer: str
    call: str
    number: int
    fault: str

    def __str__(self) -> str:
        return f"{self.layer} {self.call} {self.number} {self.fault}"


def is_native_there() -> bool:
    """Whether strace is installed and may attach to a child."""
    return shutil.which("strace") is not None


def counted_calls(act: Callable[[], None], log: Path) -> int:
    """Run `act` in this process and give the number of calls that change the disk."""
    with Counting(0, None) as counting:
        act()
    log.write_text(str(counting.calls))
    return counting.calls


class Counting:
    """Within the context the calls of `os` and `open` are counted, and `fault` strikes at the `last`."""

    def __init__(self, last: int, fault: str | None) -> None:
        self.calls = 0
        self._last, self._fault = last, fault
        self._real: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> Counting:
        for name in _OS:
            self._replace(os, name, lambda *_, **__: True)
        for module in (builtins, io):
            self._replace(module, "open", _writes)
        return self

    def __exit__(self, *_: object) -> None:
        for owner, name, real in self._real:
            setattr(owner, name, real)

    def _replace(self, owner: Any, name: str, counts: Callable[..., bool]) -> None:
        real = getattr(owner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            if counts(*arguments, **named):
                self.calls += 1
                if self.calls == self._last:
                    self._strike()
            return real(*arguments, **named)

        self._real.append((owner, name, real))
        setattr(owner, name, call)

    def _strike(self) -> None:
        if self._fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        code = getattr(errno, str(self._fault))
        raise OSError(code, os.strerror(code))


def _writes(file: Any, mode: str = "r", *_: Any, **__: Any) -> bool:
    return any(letter in mode for letter in "wax+")


def wait_for_tracer() -> None:
    """In a child that is to be traced: go on when strace holds it."""
    with suppress(OSError):  # a fault that strikes this very reading
        while "TracerPid:\t0" in Path("/proc/self/status").read_text():
            os.sched_yield()


def attach(pid: int, point: Point | None, log: Path) -> subprocess.Popen[bytes]:
    """strace on a process and its threads; without a point it counts."""
    if point is None:
        calls = sorted({call for some in _SYSTEM.values() for call in some})
        options = ["-c", "-e", f"trace={','.join(calls)}"]
    else:
        what = "signal=SIGKILL" if point.fault == "kill" else f"error={point.fault}"
        options = ["-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}:when={point.number}"]
    command = ["strace", "-f", "-qq", "-o", str(log), *options, "-p", str(pid)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def native_counts(log: Path) -> dict[str, int]:
    """How often each system call was made, as strace counted."""
    rows = (line.split() for line in log.read_text().splitlines())
    known = {call for some in _SYSTEM.values() for call in some}
    counted = (row for row in rows if len(row) >= 5 and row[-1] in known and row[0][0].isdigit())
    return {row[-1]: int(row[3]) for row in counted}


def python_points(calls: int) -> list[Point]:
    """Every fault at every call."""
    return [Point("python", "call", number, fault) for fault in FAULTS for number in range(1, calls + 1)]


def native_points(counts: dict[str, int]) -> list[Point]:
    """Every fault at every system call that can have it."""
    return [
        Point("native", call, number, fault)
        for fault, calls in _SYSTEM.items()
        for call in calls
        for number in range(1, counts.get(call, 0) + 1)
    ]


def scratch() -> Path:
    """A folder for one sweep."""
    return Path(tempfile.mkdtemp(prefix="copydesk-faults-"))
