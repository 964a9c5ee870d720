"""The run as a Prefect flow, with the embedded server. Few, for each start takes ten seconds or more."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from command import COMMAND, copydesk_here
from invented_stories import story
from landed_pages import article_html

pytestmark = pytest.mark.prefect


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
    }


def test_a_run_is_a_flow_with_a_task_a_stage_and_its_summary_as_an_artifact(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    data, pages = tmp_path / "data", tmp_path / "pages"
    (pages / "gazette.example").mkdir(parents=True)
    (pages / "gazette.example" / "whale.html").write_text(article_html(*story("whale")))
    copydesk_here(data, tmp_path / "none.toml", "import", "--source", "gazette", str(pages))
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "--data", str(data), "run", "--no-fetch"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    assert "starting Prefect's embedded server" in done.stderr
    assert "gazette " in done.stdout

    # Read from the server's database: asking a server costs another start of one.
    with closing(sqlite3.connect(tmp_path / "prefect" / "prefect.db")) as server:
        tasks = server.execute("SELECT name FROM task_run ORDER BY name").fetchall()
        states = server.execute("SELECT state_name FROM flow_run").fetchall()
        (summary,) = server.execute("SELECT data FROM artifact WHERE key = 'ingest-summary'").fetchall()
    assert [name for (name,) in tasks] == ["clean", "commit", "extract", "match", "publish"]
    assert states == [("Completed",)]
    assert "\n| gazette | 1 |" in json.loads(summary[0])
