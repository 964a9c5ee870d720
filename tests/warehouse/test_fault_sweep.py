"""Sixty points of the crash sweep, drawn by a seed: the program that strikes six hundred a night."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.services

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "faults" / "run.py"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("operations", [("import", "publish"), ("maintain", "bucket")], ids="-".join)
def test_no_point_of_the_sweep_leaves_a_lake_broken(operations: tuple[str, ...]) -> None:
    named = [word for operation in operations for word in ("--operation", operation)]
    options = ["--points", "30", "--seed", "1", "--layer", "python", *named]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^30 points struck in \d+ s: 0 broken", done.stdout, re.MULTILINE), done.stdout
