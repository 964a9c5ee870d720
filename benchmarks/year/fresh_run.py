"""What a run costs in a process of its own: that of the year also holds the papers and their stories.

A copy of the data folder takes in the same few new pages each time, at the time that its lake has reached.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from landed_pages import article_html

from benchmarks.year.words import story_text

PAGES = 8
COMMAND = """
import sys
from datetime import datetime
import time_machine
time_machine.travel(datetime.fromisoformat(sys.argv.pop(1)), tick=True).start()
from flows.cli import main
main()
"""
CONFIG = '[copydesk]\ncontact = "mailto:desk@example.org"\nworkers = 1\n'


def fresh_run(data: Path, scratch: Path, now: datetime) -> tuple[float, float]:
    """CPU seconds and peak MiB of a run that lands PAGES pages on a copy of `data`.

    Raises CalledProcessError.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(data, scratch / "data", symlinks=True)
    config = scratch / "sources.toml"
    config.write_text(CONFIG)
    pages = scratch / "pages" / "new.example"
    pages.mkdir(parents=True)
    for number in range(PAGES):
        (pages / f"{number}.html").write_text(article_html(*story_text("new", number), title=f"New {number}"))
    command = [sys.executable, "-c", COMMAND, now.isoformat()]
    command += ["--data", str(scratch / "data"), "--config", str(config)]
    subprocess.run([*command, "import", str(pages.parent)], check=True, capture_output=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "run", "--direct", "--no-fetch"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(scratch)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, after.ru_maxrss / 1024
