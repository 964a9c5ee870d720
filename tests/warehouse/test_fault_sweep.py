"""Sixty points of the crash sweep, drawn by a seed: the program that strikes six hundred a night."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "faults" / "run.py"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("operation", ["import", "publish", "maintain", "bucket"])
def test_no_point_of_the_sweep_leaves_a_lake_broken(operation: str) -> None:
    options = ["--points", "15", "--seed", "1", "--layer", "python", "--operation", operation]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^15 points struck in \d+ s: 0 broken", done.stdout, re.MULTILINE), done.stdout
