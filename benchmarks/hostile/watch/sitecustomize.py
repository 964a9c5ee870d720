"""Loaded into every process of a measured run: the longest stall of a crawl's event loop goes to a file.

A thread schedules a call in the reactor every 50 ms and notes how much CPU the loop's thread takes until it
is called, and how long that is by the clock, which on a busy machine says more of the machine.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

EVERY_SECONDS = 0.05


def _watch(folder: Path) -> None:
    reactor = _running_reactor()
    busy = time.pthread_getcpuclockid(_thread_of(reactor))
    longest = {"stall": 0.0, "clock": 0.0}
    while True:
        turn = threading.Event()
        began = {"stall": time.clock_gettime(busy), "clock": time.monotonic()}
        reactor.callFromThread(turn.set)
        turn.wait()
        ended = {"stall": time.clock_gettime(busy), "clock": time.monotonic()}
        for kind in longest:
            if ended[kind] - began[kind] > longest[kind]:
                longest[kind] = ended[kind] - began[kind]
                _note(folder / f"{os.getpid()}.{kind}", longest[kind])
        time.sleep(EVERY_SECONDS)


def _thread_of(reactor: Any) -> int:
    found: list[int] = []
    called = threading.Event()

    def note() -> None:
        found.append(threading.get_ident())
        called.set()

    reactor.callFromThread(note)
    called.wait()
    return found[0]


def _note(path: Path, seconds: float) -> None:
    """Whole or not at all: the process may end at any moment."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_text(f"{seconds:.3f}", encoding="utf-8")
    part.replace(path)


def _running_reactor() -> Any:
    while True:
        reactor = sys.modules.get("twisted.internet.reactor")
        if getattr(reactor, "running", False):
            return reactor
        time.sleep(EVERY_SECONDS)


if "spiders.crawl" in sys.orig_argv and "COPYDESK_STALLS" in os.environ:
    threading.Thread(target=_watch, args=(Path(os.environ["COPYDESK_STALLS"]),), daemon=True).start()
