"""Settings of libraries that must be made before they are imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


def configure_libraries() -> None:
    """Let Arrow take its memory from the C library, and DuckDB and Arrow do without pandas.

    Arrow's own allocator keeps what it once had: it was 65 of the 350 MiB of a run beside the hostile
    sources, and saved no time. Both import pandas wherever it is installed, to see whether a value is one of
    its own, which none of ours is: a quarter of a CPU second in every process. Must run before the first
    import of pyarrow, which chooses then.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    sys.meta_path.insert(0, _WithoutPandas())


class _WithoutPandas(MetaPathFinder):
    """Says of pandas that it is not installed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError("No module named 'pandas': copydesk does without", name=fullname)
        return None
