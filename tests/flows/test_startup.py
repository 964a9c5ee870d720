"""What a verb loads: nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset(
    [
        "scipy",
        "datasketch",
        "requests",
        "trafilatura",
        "scrapy",
        "twisted",
        "lxml",
        "prefect",
        "fsspec",
        "dateparser",
        "tantivy",
        "starlette",
        "jinja2",
        "flows.landing.land",
        "flows.stages.extract",
        "flows.stages.clean",
        "flows.stages.match",
        "flows.matching.signing",
        "dedupe.articles.text.words",
    ]
)
EVERYDAY = [
    (["query", "SELECT 1"], set()),
    (["status"], set()),
    (["search", "police"], {"tantivy"}),
    (["explain", "https://example.org/a"], set()),
    (["snapshots"], set()),
    (["run", "--no-fetch", "--direct"], {"tantivy"}),
]
CODE = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); from flows.cli import main; main()"


@pytest.mark.parametrize(("command", "needed"), EVERYDAY)
def test_a_verb_loads_nothing_that_it_does_not_use(
    command: list[str], needed: set[str], tmp_path: Path
) -> None:
    (tmp_path / "sources.toml").write_text('[copydesk]\ncontact = "mailto:desk@example.org"\n')
    place = ["--data", str(tmp_path / "data"), "--config", str(tmp_path / "sources.toml")]
    ran = subprocess.run([sys.executable, "-c", CODE, *place, *command], capture_output=True, text=True)
    assert "flows.cli" in ran.stdout.split(), ran.stderr
    assert HEAVY.difference(needed).intersection(ran.stdout.split()) == set()
