"""The dbt project of examples/dbt, built twice by dbt, which has an environment of its own (`make dbt`)."""

from __future__ import annotations

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from warehouse_rows import NOON, article, digest, duplicate, rows

from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Record

ROOT = Path(__file__).parents[2]
DBT = ROOT / ".venv-dbt" / "bin" / "dbt"

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not DBT.exists(), reason="dbt is not installed: make dbt"),
]


def test_the_dbt_project_takes_in_what_entered_changed_or_left(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    data.create()
    _land(data, 0, article("a", title="First"), article("b"))
    assert _built(data, tmp_path) == {digest("a", 16): "First", digest("b", 16): "Title of b"}
    later = {"landed_at": NOON + timedelta(hours=1)}
    _land(
        data,
        1,
        article("a", title="Second", revision=2, changed=("title",), **later),
        article("c", **later),
        duplicate("b", "a", **later),
    )
    assert _built(data, tmp_path) == {digest("a", 16): "Second", digest("c", 16): "Title of c"}


def _land(data: DataFolder, hours: int, *records: Record) -> None:
    commit(data, current_snapshot(data), rows(*records), [], NOON + timedelta(hours=hours))
    publish(data, current_snapshot(data))


def _built(data: DataFolder, folder: Path) -> dict[str, str]:
    """The titles by key in the incremental model, after one `dbt build`."""
    environment = os.environ | {
        "COPYDESK_DATA": str(data.root),
        "NEWS_MODELS": str(folder / "models.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DO_NOT_TRACK": "1",
    }
    command = [str(DBT), "--no-use-colors", "build", "--profiles-dir", "."]
    done = subprocess.run(
        command, cwd=ROOT / "examples" / "dbt", env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert "PASS=7" in done.stdout
    with duckdb.connect(str(folder / "models.duckdb"), read_only=True) as database:
        return dict(database.execute("SELECT article_id, title FROM articles ORDER BY title").fetchall())
