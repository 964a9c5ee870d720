"""One process that reads discovery documents: `python -m spiders.workers.reader FD LIMITS`."""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from spiders.workers.limits import WorkerLimits


def _serve(pipe: Connection, limits: WorkerLimits) -> None:
    """Read until the parent closes the pipe."""
    limits.hold_memory()
    while True:
        try:
            read, body, arguments = pipe.recv()
        except EOFError:
            return
        limits.start_page()
        try:
            result = read(body, *arguments)
        except Exception as error:  # whatever hostile markup raises is the document's outcome
            result = error
        limits.end_page()
        pipe.send(result)


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])), WorkerLimits.from_arguments(sys.argv[2:]))
