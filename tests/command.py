"""The installed command, as tests call it: in a process of its own, or in this one, which has its imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from flows.cli import cli

COMMAND = "import sys; from flows.cli import main; sys.exit(main())"


def copydesk(data: Path, config: Path, *arguments: str) -> str:
    """Runs `copydesk ARGUMENTS` in a process of its own and gives what it printed; fails where it fails."""
    command = [sys.executable, "-c", COMMAND, "--data", str(data), "--config", str(config), *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def copydesk_here(data: Path, config: Path, *arguments: str) -> str:
    """The same in this process, for tests that need no other one."""
    done = CliRunner().invoke(cli, ["--data", str(data), "--config", str(config), *arguments])
    assert done.exit_code == 0, f"{done.output}{done.exception!r}"
    return done.stdout
