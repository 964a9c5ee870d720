"""Memory that is free, given back to the system.

Observed: of what a part of a run takes, the allocator keeps 30 to 130 MiB that nothing uses, in pieces that
the next, larger thing does not fit into. Arrow's memory is the C library's (`flows.cli.libraries`), so that
what Arrow gives back is that of Python and DuckDB too. It takes a few milliseconds.
"""

from __future__ import annotations

import pyarrow as pa


def release_memory() -> None:
    """Give free memory back to the system."""
    pa.default_memory_pool().release_unused()
