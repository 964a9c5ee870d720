"""Settings of libraries that must be made before they are imported."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


def configure_libraries() -> None:
    """Let Arrow take its memory from the C library, all do without pandas, and numpy without threads.

    Arrow's own allocator keeps what it once had: it was 65 of the 350 MiB of a run beside the hostile
    sources, and saved no time. Both import pandas wherever it is installed, to see whether a value is one of
    its own, which none of ours is: a quarter of a CPU second in every process. The library that numpy
    multiplies matrices with starts a thread for each core at its import, which spin for a while: .04 seconds
    in every process on two cores, for products that take microseconds. Must run before the first import of
    pyarrow and numpy, which choose then; the processes that this one starts inherit what they chose.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.meta_path.insert(0, _Without("pandas"))


def load_arrow_alone() -> None:
    """Load Arrow as if numpy were not installed, which it would load: a tenth of a CPU second.

    For verbs that read: Arrow and arrays of numpy are not turned into each other in this process any more.
    Does nothing where a process is not one verb's.
    """
    if not any(isinstance(finder, _Without) for finder in sys.meta_path):
        return
    finder = _Without("numpy")
    sys.meta_path.insert(0, finder)
    importlib.import_module("pyarrow")
    sys.meta_path.remove(finder)


class _Without(MetaPathFinder):
    """Says of a package that it is not installed."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == self.package:
            raise ModuleNotFoundError(f"No module named '{fullname}': copydesk does without", name=fullname)
        return None
