"""A Prefect server as a process: `python -m flows.orchestration.own_server PORT`.

It ends with its parent, whose end shows on standard input: a server that nobody uses would keep the port. It
ends by nothing else but SIGKILL: who stops a service, or types Ctrl-C, signals all of its processes at once,
and the runs are to report how they ended.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from spiders.processes.parent import exit_now, exit_with_parent

DATABASE_SECONDS = "60"
"""How long a write waits for another: SQLite has one writer, and the usual 10 s are few on a busy machine."""
GRACE_SECONDS = 5
"""How long requests and connections may take that are open at the end."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        self.should_exit = True
        time.sleep(3 * GRACE_SECONDS)
        exit_now()


def main() -> None:
    """Serve until standard input ends."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    os.environ.setdefault("PREFECT_SERVER_DATABASE_TIMEOUT", DATABASE_SECONDS)
    server = _Server(
        uvicorn.Config(
            "prefect.server.api.server:create_app",
            factory=True,
            host="127.0.0.1",
            port=int(sys.argv[1]),
            log_level="warning",
            lifespan="on",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    exit_with_parent(server.end)
    server.run()


if __name__ == "__main__":
    main()
