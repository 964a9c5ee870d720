"""Loaded into every process of a measured run: the longest stall of a crawl's event loop goes to a file.

A thread schedules a call in the reactor every 50 ms and notes how long it waits for it.
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
    longest = 0.0
    while True:
        turn = threading.Event()
        scheduled = time.monotonic()
        reactor.callFromThread(turn.set)
        turn.wait()
        waited = time.monotonic() - scheduled
        if waited > longest:
            longest = waited
            _note(folder / f"{os.getpid()}.stall", longest)
        time.sleep(EVERY_SECONDS)


def _note(path: Path, seconds: float) -> None:
    """Whole or not at all: the process may end at any moment."""
    part = path.with_suffix(".part")
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
