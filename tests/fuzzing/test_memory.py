"""No parser takes memory out of proportion: each gets a megabyte of what grows, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from fuzz_targets import TARGETS

HERE = Path(__file__).parent


def test_no_parser_needs_96_mib_for_a_megabyte() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "within_memory.py")],
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [f"{name} is bounded" for name in TARGETS]
