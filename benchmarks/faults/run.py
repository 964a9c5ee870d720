"""The crash sweep: every operation killed at, or refused by the disk at, each of its calls.

    python benchmarks/faults/run.py                 # 600 points, about an hour
    python benchmarks/faults/run.py --points 60 --seed 3
    python benchmarks/faults/run.py --operation erase --layer python --all
    python benchmarks/faults/run.py --operation run --at "native write 800 ENOSPC"

A fork server: this process imports everything and then only forks, so that a point costs no start of Python.
Points are drawn by a seed evenly over operations, layers and faults. Exits with the number of points at
which something did not hold. Without strace the native layer is left out, and said so.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def start() -> int:
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from benchmarks.faults.sweep import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
