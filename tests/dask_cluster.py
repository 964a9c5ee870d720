"""A Dask cluster on loopback: a scheduler and workers, each a process of its own that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SECONDS = 120.0
ENVIRONMENT = {
    "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__ADMIN__EVENT_LOOP_MONITOR_INTERVAL": "10s",
}


@dataclass
class DaskCluster:
    """The scheduler's URL, and the processes of its workers."""

    folder: Path
    environment: Mapping[str, str]
    schedulers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        import json

        stated: str = json.loads((self.folder / "scheduler.json").read_text())["address"]
        return stated

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
                env={**os.environ, **ENVIRONMENT, **self.environment},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )

    def add_workers(self, count: int) -> None:
        """Start workers, and wait until the scheduler has them."""
        from distributed import Client

        file = ["--scheduler-file", "scheduler.json"]
        plain = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0"]
        self.workers += [
            self.start("dask_worker", *file, *plain, "--host", "127.0.0.1") for _ in range(count)
        ]
        alive = [worker for worker in self.workers if worker.poll() is None]
        with Client(self.url, set_as_default=False) as client:
            client.wait_for_workers(len(alive), timeout=SECONDS)

    def kill_worker(self) -> None:
        worker = next(worker for worker in self.workers if worker.poll() is None)
        worker.kill()
        worker.wait()

    def kill_scheduler(self) -> None:
        for scheduler in self.schedulers:
            scheduler.kill()
            scheduler.wait()


@contextmanager
def dask_cluster(folder: Path, environment: Mapping[str, str], workers: int = 2) -> Iterator[DaskCluster]:
    """A cluster whose processes have `environment`; it ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = DaskCluster(folder, environment)
    file = ["--scheduler-file", "scheduler.json", "--port", "0", "--no-dashboard", "--host", "127.0.0.1"]
    cluster.schedulers.append(scheduler := cluster.start("dask_scheduler", *file))
    try:
        until = time.monotonic() + SECONDS
        while not (folder / "scheduler.json").exists():
            assert scheduler.poll() is None and time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.1)
        cluster.add_workers(workers)
        yield cluster
    finally:
        for process in [*cluster.workers, *cluster.schedulers]:
            process.kill()
            process.wait()


def die(*_: Any) -> None:
    """What a worker is given that dies of it."""
    os.kill(os.getpid(), signal.SIGKILL)
