"""What a verb loads: nothing that it does not use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from warehouse_rows import NOON, article, fetch, rows

from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import EMPTY, commit

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
    (["import", "missing.warc"], {"lxml"}),
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


def test_a_process_that_extracts_does_without_arrow_and_duckdb() -> None:
    code = "import sys, flows.stages.extraction_worker; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "trafilatura" in ran.stdout.split()
    assert {"pyarrow", "duckdb", "pandas", "scrapy"}.intersection(ran.stdout.split()) == set()


READING = """
import sys
from flows.cli.libraries import configure_libraries
configure_libraries()
from flows.cli import cli
place, url, out = ["--data", sys.argv[1]], sys.argv[2], sys.argv[3]
query = ["query", "SELECT * FROM articles"]
texts = [[*query, "--format", form, "--output", out] for form in ("csv", "json", "parquet")]
verbs = [["status"], ["status", "--json"], query, *texts, ["explain", url]]
for verb in [*verbs, ["search", "words"]]:
    cli([*place, *verb], standalone_mode=False)
loaded = {"numpy", "pyarrow.dataset"}.intersection(sys.modules)
cli([*place, "search", "größe"], standalone_mode=False)
print("loaded:", *loaded)
"""


def test_verbs_that_read_do_without_numpy_on_a_lake_that_was_moved_too(
    data: DataFolder, tmp_path: Path
) -> None:
    batch = [article(f"{number}", text=f"{number} words.") for number in range(500)]
    batch.append(article("other", text="Größe."))
    publish(data, commit(data, EMPTY, rows(batch, fetch("0")), [], NOON))
    moved = tmp_path / "moved"
    shutil.move(data.root, moved)
    place = [str(moved), batch[0].url, str(tmp_path / "out")]
    ran = subprocess.run([sys.executable, "-c", READING, *place], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout.splitlines()[-1:]) == (0, ["loaded:"]), ran.stderr
