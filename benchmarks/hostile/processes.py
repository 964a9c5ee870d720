"""Runs a command and watches the memory of every process under it, and the stalls of its event loops."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WATCH = Path(__file__).parent / "watch"
MIB = 1024


@dataclass(frozen=True)
class Watched:
    """One command: its start (monotonic clock) and seconds, peak resident memory of its processes by kind in
    MiB, and the longest stall of an event loop in seconds, of CPU and of the clock."""

    started: float
    seconds: float
    memory: dict[str, int]
    stall: float
    clock_stall: float


def watch(command: Sequence[str], folder: Path) -> Watched:
    """Runs `command` to its end. Raises CalledProcessError where it fails."""
    folder.mkdir(parents=True)
    environment = os.environ | {"PYTHONPATH": str(WATCH), "COPYDESK_STALLS": str(folder)}
    memory: dict[str, int] = {}
    started = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for kind, peak in _peaks(process.pid):
                memory[kind] = max(memory.get(kind, 0), peak)
            time.sleep(0.1)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Watched(
        started, time.monotonic() - started, memory, _longest(folder, "stall"), _longest(folder, "clock")
    )


def _longest(folder: Path, kind: str) -> float:
    noted = [float(path.read_text(encoding="utf-8")) for path in folder.glob(f"*.{kind}")]
    return max(noted, default=0.0)


def _peaks(pid: int) -> Iterator[tuple[str, int]]:
    """(kind, peak memory) of a process and all below it, from /proc; without those that ended meanwhile."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        command = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
        threads = list(Path(f"/proc/{pid}/task").glob("*/children"))
        children = [child for of in threads for child in of.read_text(encoding="utf-8").split()]
    except OSError:
        return
    peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
    yield _kind(command), int(peak) // MIB
    for child in children:
        yield from _peaks(int(child))


def _kind(command: Sequence[str]) -> str:
    if "spiders.crawl" in command:
        return "crawl"
    verbs = {"run", "import"} & set(command)
    return verbs.pop() if verbs else "worker"
