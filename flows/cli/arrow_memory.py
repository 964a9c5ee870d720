"""Settings of Arrow that must be made before it is imported."""

from __future__ import annotations

import os


def configure_arrow() -> None:
    """Let Arrow take its memory from the C library, here and in the processes that this one starts.

    Arrow's own allocator keeps what it once had: it was 65 of the 350 MiB of a run beside the hostile
    sources, and saved no time. Must run before the first import of pyarrow, which chooses then.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
