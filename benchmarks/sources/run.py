"""Thousands of sources in one run: everything new, then everything unchanged (304).

    python benchmarks/sources/run.py [SOURCES]

Every source has a loopback IP address of its own, with a front page, a feed and one story; 2,000 by default.
Floors for the second run: no timeout, every source read, under ten minutes, under 1 GiB in all processes
together. CPU seconds are told too, for the machine may be shared.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-c", "from flows.cli import main; main()"]
MIB = 1024
OUTCOMES = """
SELECT kind, outcome, reason, count(*) FROM fetches
WHERE run_id = (SELECT max(run_id) FROM runs) GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True)
class Measured:
    """One run: seconds on the clock, seconds of CPU, the most memory of all processes together (MiB)."""

    seconds: float
    cpu: float
    memory: float
    segments: int
    outcomes: dict[tuple[str, str, str], int]


def main(sources: int) -> int:
    with tempfile.TemporaryDirectory() as folder, _Server() as port:
        config, data = Path(folder) / "sources.toml", Path(folder) / "data"
        config.write_text("".join(_config(sources, port)), encoding="utf-8")
        rounds = [_run(config, data) for _ in range(2)]
    for name, one in zip(("new", "unchanged"), rounds, strict=True):
        print(
            f"{name:9} {sources} sources: {one.seconds:.0f} s, {one.cpu:.0f} CPU-s, "
            f"{one.memory:.0f} MiB in all, {one.segments} segments"
        )
        for (kind, outcome, reason), count in one.outcomes.items():
            print(f"{'':9} {kind} {outcome}/{reason}: {count}")
    return 0 if _holds(rounds[1], sources) else 1


def _config(sources: int, port: int) -> Iterator[str]:
    yield f'[copydesk]\ncontact = "mailto:desk@example.org"\n[network]\nallow = ["127.0.0.0/8:{port}"]\n'
    for number in range(1, sources + 1):
        origin = f"http://127.{number >> 16}.{number >> 8 & 255}.{number & 255}:{port}"
        yield f'[sources.s{number}]\nhome = "{origin}/"\nfeeds = ["{origin}/rss.xml"]\n'


def _run(config: Path, data: Path) -> Measured:
    watch = _Watch(data)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [*COMMAND, "--data", str(data), "--config", str(config), "run", "--direct"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        watch.follow(process)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with duckdb.connect(data / "warehouse.duckdb", read_only=True) as database:
        rows = database.execute(OUTCOMES).fetchall()
    outcomes = {(kind, outcome, reason): count for kind, outcome, reason, count in rows}
    return Measured(time.monotonic() - started, cpu, watch.memory, watch.segments, outcomes)


class _Watch:
    """The most memory that a run's processes have together, and the most segments in landing/."""

    def __init__(self, data: Path) -> None:
        self._landing = data / "landing"
        self.memory, self.segments = 0.0, 0

    def follow(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            self.memory = max(self.memory, sum(_memory(process.pid)) / MIB)
            if self._landing.is_dir():
                self.segments = max(self.segments, len(list(self._landing.iterdir())))
            time.sleep(0.5)


def _memory(pid: int) -> Iterator[int]:
    """Memory (KiB) of a process and all below it; what processes share is counted in shares (Pss)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        threads = list(Path(f"/proc/{pid}/task").glob("*/children"))
        children = [child for of in threads for child in of.read_text(encoding="utf-8").split()]
    except OSError:
        return
    yield next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    for child in children:
        yield from _memory(int(child))


class _Server:
    """The sites, in a process of their own; gives their port."""

    def __enter__(self) -> int:
        command = [sys.executable, str(HERE / "server.py")]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.wait()


def _holds(unchanged: Measured, sources: int) -> bool:
    lost = sum(count for (_, outcome, _), count in unchanged.outcomes.items() if outcome == "failed")
    read = unchanged.outcomes.get(("feed", "unchanged", "http_304"), 0)
    return lost == 0 and read == sources and unchanged.seconds < 600 and unchanged.memory < 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
