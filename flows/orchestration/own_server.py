"""A Prefect server as a process: `python -m flows.orchestration.own_server PORT`.

It ends with its parent, whose end standard input tells: a server that nobody asks would keep the port.
"""

from __future__ import annotations

import os
import sys

import uvicorn

from spiders.processes.parent import exit_now, exit_with_parent

DATABASE_SECONDS = "60"
"""How long a write waits for another: SQLite has one writer, and the usual 10 s are few on a busy machine."""


def main() -> None:
    exit_with_parent(exit_now)
    os.environ.setdefault("PREFECT_SERVER_DATABASE_TIMEOUT", DATABASE_SECONDS)
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        lifespan="on",
    )


if __name__ == "__main__":
    main()
