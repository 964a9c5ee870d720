"""The run as a Prefect flow, with the embedded server. Few, for each start takes ten seconds or more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from invented_stories import story
from landed_pages import article_html

pytestmark = pytest.mark.prefect

READ_BACK = """
import asyncio, sys
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

async def main():
    async with get_client() as client:
        runs = await client.read_task_runs()
        print(" ".join(sorted(run.name for run in runs)))
        flows = await client.read_flow_runs()
        print(" ".join(run.state_name for run in flows))
        wanted = ArtifactFilter(key=ArtifactFilterKey(any_=["ingest-summary"]))
        for artifact in await client.read_artifacts(artifact_filter=wanted):
            print(artifact.data)

asyncio.run(main())
"""


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
    pages = tmp_path / "pages" / "gazette.example"
    pages.mkdir(parents=True)
    (pages / "whale.html").write_text(article_html(*story("whale")))
    copydesk = [sys.executable, "-c", "from flows.cli import main; main()", "--data", str(tmp_path / "data")]

    def call(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=240
        )

    call(*copydesk, "import", "--source", "gazette", str(tmp_path / "pages"))
    done = call(*copydesk, "run", "--no-fetch")
    assert "starting Prefect's embedded server" in done.stderr
    assert "gazette " in done.stdout

    tasks, states, *summary = call(sys.executable, "-c", READ_BACK).stdout.splitlines()
    assert tasks.split() == ["clean", "commit", "extract", "match", "publish"]
    assert states == "Completed"
    assert any(line.startswith("| gazette | 1 |") for line in summary)
