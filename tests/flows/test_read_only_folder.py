"""A data folder that cannot be written is read by every verb that reads, and is sound."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import COMMAND
from landed_pages import leave_behind, page_of

from flows.ingestion.ingest import IngestResult
from warehouse.base.data_folder import DataFolder

Run = Callable[[], IngestResult]

WITHOUT_ROOTS_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
"""Root may write everywhere; without these capabilities it may what its permissions say."""


@pytest.fixture
def read_only(data: DataFolder, run_once: Run) -> Iterator[DataFolder]:
    leave_behind(data, [page_of("whale")])
    run_once()
    subprocess.run(["chmod", "-R", "a-w", str(data.root)], check=True)
    yield data
    subprocess.run(["chmod", "-R", "u+w", str(data.root)], check=True)


def copydesk(data: DataFolder, *arguments: str) -> subprocess.CompletedProcess[str]:
    prefix = WITHOUT_ROOTS_RIGHTS if os.geteuid() == 0 else []
    command = [*prefix, sys.executable, "-c", COMMAND, "--data", str(data.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=400)


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_a_read_only_folder_is_read_by_every_verb_that_reads(read_only: DataFolder, tmp_path: Path) -> None:
    def printed(*arguments: str) -> str:
        done = copydesk(read_only, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert json.loads(printed("search", "whale", "--json"))["title"] == "The whale"
    assert "OK" in printed("fsck") or "sound" in printed("fsck")
    assert "snapshot 1: 1 articles" in printed("status")
    assert "1" in printed("query", "select count(*) from articles", "--format", "csv")
    assert "1 articles" in printed("export", str(tmp_path / "export"))
    refused = copydesk(read_only, "run", "--no-fetch", "--direct")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "Permission denied" in refused.stderr
