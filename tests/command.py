"""The installed command, as tests call it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = "import sys; from flows.cli import main; sys.exit(main())"


def copydesk(data: Path, config: Path, *arguments: str) -> str:
    """Runs `copydesk ARGUMENTS` in a process of its own and gives what it printed; fails where it fails."""
    command = [sys.executable, "-c", COMMAND, "--data", str(data), "--config", str(config), *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
