"""What one page may cost a worker: CPU seconds, bytes of memory, seconds on the clock."""

from __future__ import annotations

import resource
import signal
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class WorkerLimits:
    """`cpu_seconds` and `wall_seconds` are per page, `memory_bytes` is the worker's address space."""

    cpu_seconds: float = 20.0
    memory_bytes: int = 2_000_000_000
    wall_seconds: float = 120.0

    def arguments(self) -> list[str]:
        return [str(self.cpu_seconds), str(self.memory_bytes), str(self.wall_seconds)]

    @classmethod
    def from_arguments(cls, arguments: Sequence[str]) -> WorkerLimits:
        cpu_seconds, memory_bytes, wall_seconds = arguments
        return cls(float(cpu_seconds), int(memory_bytes), float(wall_seconds))

    def hold_memory(self) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def start_page(self) -> None:
        """Start this page's CPU time; when it is used up the kernel ends the process (SIGPROF)."""
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, self.cpu_seconds)

    def end_page(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def cause_of_death(self, code: int) -> str:
        if code == -signal.SIGPROF:
            return f"more than {self.cpu_seconds:g} s of CPU time"
        return f"signal {-code}" if code < 0 else f"exit code {code}"
