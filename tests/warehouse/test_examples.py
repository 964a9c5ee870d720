"""Every example runs, on a small lake with a copy, a correction and a cut block."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_rows import NOON, article, duplicate, fetch, hours, removed, rows

from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import EMPTY, commit

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("read_*.py"))
QUERIES = sorted(EXAMPLES.glob("*.sql"))


@pytest.fixture
def lake(data: DataFolder) -> DataFolder:
    first = [
        article("a"),
        article("b", source="other"),
        duplicate("b", of="a"),
        removed("a", "Promo"),
        fetch("a"),
    ]
    base = commit(data, EMPTY, rows(first), [], NOON)
    publish(data, commit(data, base, rows(article("a", revision=2, text="Corrected.")), [], hours(24)))
    return data


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_reads_the_lake(
    lake: DataFolder, script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tool = {"read_spark": "pyspark", "read_pyarrow": "pyarrow"}.get(
        script.stem, script.stem.partition("_")[2]
    )
    pytest.importorskip(tool)
    monkeypatch.setattr(sys, "argv", [str(script), str(lake.root)])
    runpy.run_path(str(script), run_name="__main__")
    shown = capsys.readouterr().out
    assert "example-news" in shown or "1 texts landed on 2026-11-23" in shown


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_a_query_runs_over_the_published_file(lake: DataFolder, query: Path) -> None:
    with duckdb.connect(str(lake.database), read_only=True) as database:
        for statement in database.extract_statements(query.read_text(encoding="utf-8")):
            database.execute(statement).fetchall()


def test_the_notebook_runs_from_top_to_bottom(lake: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_DATA", str(lake.root))
    notebook = json.loads((EXAMPLES / "tour.ipynb").read_text(encoding="utf-8"))
    space: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), "tour.ipynb", "exec"), space)
    assert len(space["health"]) == 1
