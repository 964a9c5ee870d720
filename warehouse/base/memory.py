"""Memory that is free, given back to the system.

Observed: of what a part of a run takes, the allocator keeps 30 to 130 MiB that nothing uses, in pieces that
the next, larger thing does not fit into. Arrow's memory is the C library's (`flows.cli.libraries`), so that
what Arrow gives back is that of Python and DuckDB too. It takes a few milliseconds.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from warehouse.base.database import let_go_of_database

_LATER = 3
"""How much more rarely all objects are looked through for circles."""


def release_memory() -> None:
    """Give free memory back to the system, DuckDB's too."""
    let_go_of_database()
    pa.default_memory_pool().release_unused()


@contextmanager
def circles_looked_for_rarely() -> Iterator[None]:
    """Look through all objects for ones that only hold each other about once a part of a run.

    Rows make no such circles, and to look through those of a part three times took a twentieth of its CPU
    time; what holds a part's rows in a circle should not outlive the next part.
    """
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, old * _LATER)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)
