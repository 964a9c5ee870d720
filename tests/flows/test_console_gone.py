"""A run outlives the worker that shows its log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHOWS = """
import logging, pathlib, sys
from prefect.logging.configuration import setup_logging
from flows.orchestration.reporting import go_on_without_console
setup_logging()
go_on_without_console()
sys.stdin.readline()
for _ in range(3):
    logging.getLogger("prefect").warning("a line")
pathlib.Path(sys.argv[1]).touch()
"""


def test_a_log_that_nobody_reads_any_more_ends_no_run(tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    survived = tmp_path / "survived"
    with subprocess.Popen(
        [sys.executable, "-c", SHOWS, str(survived)], stdin=pipe, stdout=pipe, stderr=pipe
    ) as shows:
        assert shows.stdin and shows.stdout and shows.stderr
        shows.stdout.close()
        shows.stderr.close()
        shows.stdin.write(b"\n")
        shows.stdin.close()
    assert survived.exists()
