"""How much memory processes hold together with all that they started."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.2
"""A look takes some milliseconds of CPU for each process, which what is measured would miss."""


@contextmanager
def watched(pids: Sequence[int]) -> Iterator[list[float]]:
    """The most that each process and its descendants held at a time (MiB), known when the block ends.

    It is the sum of what is theirs alone and of their share of the rest (PSS of Linux).
    """
    most, ended = [0.0 for _ in pids], threading.Event()

    def watch() -> None:
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            for number, pid in enumerate(pids):
                most[number] = max(most[number], sum(map(_pss, descendants(pid))) / 1024)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


def descendants(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from descendants(int(child))
    except OSError:  # it has ended
        return


def _pss(pid: int) -> int:
    """KiB of a process; none once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
