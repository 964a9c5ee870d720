"""Runs as Prefect flows, with a real server: by hand, served, and by a worker. One server for all of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from invented_stories import story
from landed_pages import article_html
from newsroom import Newsroom
from prefect_server import PrefectServer, copydesk_command, wait_for

from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

pytestmark = pytest.mark.services

ROOT = Path(__file__).parents[2]
OUTLET = "talpost"


@dataclass(frozen=True)
class Desk:
    """An outlet on loopback, and the folder that watches it."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def config(self) -> Path:
        return self.root / "sources.toml"

    def import_story(self, name: str) -> Path:
        pages = self.root / name / "gazette.example"
        pages.mkdir(parents=True)
        (pages / f"{name}.html").write_text(article_html(*story(name)))
        return pages.parent

    def run_ids(self) -> list[str]:
        with connect(current_snapshot(DataFolder(self.data))) as database:
            return [run_id for (run_id,) in database.execute("SELECT run_id FROM runs").fetchall()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Newsroom(only=[OUTLET], crawl_delay=0) as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml")
        yield Desk(tmp_path)


def foreign_folder(desk: Desk) -> Path:
    """A working directory with a package `flows` that is not ours."""
    folder = desk.root / "elsewhere"
    (folder / "flows").mkdir(parents=True)
    (folder / "flows" / "__init__.py").write_text("raise SystemExit('not ours')")
    return folder


def test_a_run_leaves_its_name_log_progress_and_artifacts(desk: Desk, prefect: PrefectServer) -> None:
    done = subprocess.run(
        copydesk_command(desk.data, desk.config, "run"),
        env=prefect.environment,
        cwd=foreign_folder(desk),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert OUTLET in done.stdout
    (run_id,) = desk.run_ids()
    (run,) = prefect.post("flow_runs/filter", flow_runs={"name": {"any_": [run_id]}})
    assert run["state_name"] == "Completed" and {"copydesk", "ingest"} <= set(run["tags"])
    assert run["state"]["message"].endswith("; 0 findings")

    tasks = [one["name"] for one in prefect.of("task_runs", run)]
    assert {"crawl", "extract", "clean", "match", "commit", "publish"} <= set(tasks)
    left = {one["key"]: one for one in prefect.of("artifacts", run)}
    assert f"| {OUTLET} |" in left["ingest-summary"]["data"]
    assert left["ingest-findings"]["type"] == "table"
    assert left["ingest-progress"]["data"] == 100
    log = [line["message"] for line in prefect.logged(run)]
    assert any(line.startswith(f"{OUTLET}: crawl finished after ") for line in log)
    assert any(line.startswith(f"run {run_id} (complete): ") for line in log)


def test_serve_carries_out_a_scheduled_run_until_it_is_stopped(desk: Desk, prefect: PrefectServer) -> None:
    command = copydesk_command(desk.data, desk.config, "serve", "--every", "1")
    earlier = {run["id"] for run in prefect.post("flow_runs/filter")}
    with prefect.process(foreign_folder(desk), *command):
        wait_for(lambda: "ingest" in prefect.deployments())
        deployment = prefect.deployments()["ingest"]
        run = wait_for(lambda: first_completed(prefect, deployment["id"], earlier))
    assert "auto-scheduled" in run["tags"]
    assert run["name"] in desk.run_ids()
    assert prefect.deployments()["ingest"]["paused"], "nothing is scheduled that nobody carries out"


def first_completed(prefect: PrefectServer, deployment: str, earlier: set[str]) -> dict[str, Any] | None:
    """A run of the deployment that has completed; other tests on this server had earlier ones."""
    runs = prefect.post("flow_runs/filter", deployments={"id": {"any_": [deployment]}})
    fresh = (run for run in runs if run["id"] not in earlier)
    return next((run for run in fresh if run["state_type"] == "COMPLETED"), None)


def test_a_worker_carries_out_each_deployment_one_at_a_time(desk: Desk, prefect: PrefectServer) -> None:
    for _ in range(2):  # it can be called again
        prefect.copydesk(desk.data, desk.config, "deploy", "--pool", "news")
    worker = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "news"]
    with prefect.process(desk.root, *worker):
        archive = str(desk.import_story("whale"))
        started = [
            prefect.start("ingest", fetch=False),
            prefect.start("maintain"),
            prefect.start("backfill", archives=[archive]),
        ]
        ended = [prefect.end_of(one) for one in started]
        started = [prefect.start("reclean"), prefect.start("reextract", source="nobody's")]
        ended += [prefect.end_of(one) for one in started]
    states = [(run["state_name"], run["state"]["message"]) for run in ended]
    assert [name for name, _ in states] == ["Completed"] * 4 + ["Failed"]
    assert states[2][1] == "1 archives, 1 articles landed"
    assert "to list the sources: copydesk status" in states[4][1]

    limits = {
        one["global_concurrency_limit"] and one["global_concurrency_limit"]["name"]
        for name, one in prefect.deployments().items()
        if one["work_pool_name"] == "news" and name != "backfill"
    }
    assert limits == {"news-writers"}
    within = {one["name"]: one["trigger"]["within"] for one in prefect.post("automations/filter")}
    assert within == {
        "copydesk: runs that died": 120,
        "copydesk: runs that never began": 600,
        "copydesk: runs that are too late": 3300,
    }


def test_the_deployments_of_prefect_yaml_name_flows_that_load(tmp_path: Path, prefect: PrefectServer) -> None:
    (tmp_path / "prefect.yaml").write_bytes((ROOT / "prefect.yaml").read_bytes())
    for command in (
        ["work-pool", "create", "copydesk", "--type", "process", "--overwrite"],
        ["--no-prompt", "deploy", "--all"],
    ):
        subprocess.run(
            [sys.executable, "-m", "prefect", *command],
            env=prefect.environment,
            cwd=tmp_path,
            check=True,
            timeout=400,
            stdout=subprocess.DEVNULL,
        )
    deployed = {
        one["entrypoint"] for one in prefect.post("deployments/filter") if one["work_pool_name"] == "copydesk"
    }
    flows = (
        "ingest.ingest",
        "maintain.maintain",
        "rebuild.reclean",
        "rebuild.reextract",
        "backfill.backfill",
    )
    assert deployed == {f"flows.orchestration.{flow}" for flow in flows}
