"""Sixty points of the crash sweep, drawn by a seed: the program that strikes six hundred a night."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "faults" / "run.py"
HALVES = (("import", "publish"), ("maintain", "bucket"))


@pytest.mark.timeout(600)
def test_no_point_of_the_sweep_leaves_a_lake_broken() -> None:
    running = [
        subprocess.Popen(
            [sys.executable, str(PROGRAM), "--points", "30", "--seed", "1", "--layer", "python"]
            + [word for name in half for word in ("--operation", name)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for half in HALVES
    ]
    for program in running:
        printed, _ = program.communicate()
        assert program.returncode == 0, printed
        assert re.search(r"^30 points struck in \d+ s: 0 broken", printed, re.MULTILINE), printed
