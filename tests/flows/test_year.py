"""Two weeks of the simulated year, a run every 36 hours; the whole of it is a benchmark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.services
YEAR = Path(__file__).parents[2] / "benchmarks" / "year" / "run.py"


def test_findings_are_told_when_due_and_nothing_is_lost_in_two_weeks_of_runs() -> None:
    command = [sys.executable, str(YEAR), "10", "36", "steady", "mortal"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 lines told" in done.stdout
