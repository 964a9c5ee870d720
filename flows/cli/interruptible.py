"""A query that Ctrl-C or SIGTERM ends.

Observed with DuckDB 1.5: while Arrow reads a result, and within some joins, its client looks at no signal, so
a command went on for as long as its query did. So the query has a thread of its own, and this one waits.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

import duckdb

T = TypeVar("T")

GRACE_SECONDS = 3.0
"""DuckDB ends an interrupted query with the piece of work that it is at, which may be long."""


def interruptible(database: duckdb.DuckDBPyConnection, work: Callable[[], T]) -> T:
    """What `work` returns or raises, which may use the connection meanwhile.

    What is raised in this thread interrupts it; where DuckDB does not end, the process does.
    """
    done: Future[T] = Future()

    def carry_out() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=carry_out, daemon=True).start()
    try:
        return done.result()
    except BaseException as error:
        if not done.done():
            database.interrupt()
            if wait([done], GRACE_SECONDS).not_done:
                os._exit(error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else 1)
        raise
