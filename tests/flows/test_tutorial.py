"""The tutorial, typed as it stands there: what it shows is what is printed, by doctest's rules (`...`)."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newsroom import Newsroom

pytestmark = pytest.mark.services

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
OUTLETS = ("wire-desk", "harbour-courier", "northfield-ledger", "daily-meridian")
"""In the order of the ports 8700 and up that the tutorial names."""

_STEP = re.compile(
    r"(?P<edition><!-- next edition -->\n)?^```sh\n(?P<typed>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```)?",
    re.MULTILINE | re.DOTALL,
)
_RULES = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    opened = datetime.now(UTC).replace(microsecond=0)
    with Newsroom(opened_at=opened, only=OUTLETS, crawl_delay=0) as newsroom:
        yield newsroom


@pytest.mark.timeout(600)
def test_the_tutorial_prints_what_it_shows(newsroom: Newsroom, tmp_path: Path) -> None:
    steps = list(_STEP.finditer(TUTORIAL.read_text(encoding="utf-8")))
    assert len(steps) >= 10
    for step in steps:
        if step["edition"]:
            newsroom.publish_next_edition(datetime.now(UTC).replace(microsecond=0))
        typed, shown = _at(newsroom, step["typed"]), _at(newsroom, step["shown"] or "...")
        printed = _type(typed, tmp_path)
        assert doctest.OutputChecker().check_output(shown, printed, _RULES), f"{typed}\n{printed}"


def _at(newsroom: Newsroom, text: str) -> str:
    """The text with the ports of this newsroom in place of those of `make newsroom`."""
    text = text.replace("127.0.0.1:8700-8709", "127.0.0.1")
    for number, name in enumerate(OUTLETS):
        text = text.replace(f"http://127.0.0.1:870{number}/", newsroom.home(name))
    return text


def _type(lines: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "110"}
    done = subprocess.run(
        ["bash", "-e", "-c", lines], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{lines}\n{done.stdout}{done.stderr}"
    return done.stdout
