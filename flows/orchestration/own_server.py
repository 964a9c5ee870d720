"""A Prefect server as a process: `python -m flows.orchestration.own_server PORT`.

It ends with its parent, whose end standard input tells: a server that nobody asks would keep the port.
"""

from __future__ import annotations

import sys

import uvicorn

from spiders.parent import exit_now, exit_with_parent


def main() -> None:
    exit_with_parent(exit_now)
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
