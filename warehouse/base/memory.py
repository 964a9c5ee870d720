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


def release_memory() -> None:
    """Give free memory back to the system, DuckDB's too."""
    let_go_of_database()
    pa.default_memory_pool().release_unused()


@contextmanager
def circles_looked_for_on_demand() -> Iterator[None]:
    """Look through objects for ones that only hold each other when `remove_circles` says so, and at the end.

    Rows make no such circles, and to look through those of a part as they come took a twentieth of its CPU
    time. What is there already, modules above all, is not looked through again.
    """
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        remove_circles()
        gc.unfreeze()
        gc.enable()


def remove_circles() -> None:
    """Remove what only holds itself."""
    gc.collect()
