"""A real Prefect server that goes away, marks dead and late runs, and is looked at by the doctor."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cut_line import line_to
from newsroom import Newsroom
from prefect_database import write_database
from prefect_server import PrefectServer, copydesk_command, wait_for

from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

pytestmark = pytest.mark.services

OUTLET = "talpost"
HOSTILE = "\x1b[2J\u202eevil"

IMPATIENT = """
import sys
from flows.cli import main
from flows.orchestration import server_away
server_away._OUTAGE = server_away.Outage(1)
sys.exit(main())
"""
"""The command, which waits a second for a server that is away in place of half a minute."""

ONE_SERVER = """
import sys
from flows.orchestration.environment import configure_prefect
configure_prefect(quiet=True)
from prefect.server.api.server import SubprocessASGIServer
SubprocessASGIServer.start = lambda *some, **more: print("another server", flush=True)
from flows.cli import main
sys.exit(main())
"""
"""The command, which says so when Prefect starts an ephemeral server beside ours."""

RETRIES = """
import json, sys
from prefect import flow
from flows.orchestration import as_task
from flows.orchestration.ingest import ingest
as_task.PAUSES[:] = [0, 0]
tries = []

def step(error):
    tries.append(error)
    if len(tries) < 3:
        raise error
    return "done"

def times(name, error):
    tries.clear()
    state = flow(lambda: as_task.as_task(name, lambda: step(error)), name="tries")(return_state=True)
    return [state.name, len(tries)]

seen = [times("publish", OSError("busy")), times("publish", ValueError()), times("crawl", OSError())]
data, config = sys.argv[1:]
print(json.dumps([*seen, ingest(data=data, config=config, return_state=True).name]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tuple[Path, Newsroom]]:
    with Newsroom(only=[OUTLET], crawl_delay=0.5) as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml")
        yield tmp_path, newsroom


def articles(data: Path) -> list[str]:
    with connect(current_snapshot(DataFolder(data))) as database:
        return [url for (url,) in database.execute("SELECT canonical_url FROM articles_all").fetchall()]


def test_a_run_whose_server_goes_away_lands_says_one_line_and_is_told_by_the_next(
    folder: tuple[Path, Newsroom], prefect: PrefectServer
) -> None:
    root, newsroom = folder
    newsroom.hold_after(1)
    options = ["--data", str(root / "data"), "--config", str(root / "sources.toml"), "run"]
    quiet = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"}
    with line_to(urlsplit(prefect.url).port or 0) as line:
        environment = prefect.environment | quiet | {"PREFECT_API_URL": f"http://127.0.0.1:{line.port}/api"}
        with subprocess.Popen(
            [sys.executable, "-c", IMPATIENT, *options],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as run:  # fmt: skip
            wait_for(lambda: newsroom.requests)
            line.cut()
            newsroom.release()
            shown, said = run.communicate(timeout=400)
    assert run.returncode == 0 and OUTLET in shown
    assert said.startswith("warning: the Prefect server is not reachable; the run ended without it: ")
    assert said.count("\n") == 1, said
    stories = {page.canonical_url for page in newsroom.truth.values() if page.expected == "article"}
    assert sorted(articles(root / "data")) == sorted(stories)

    (kept,) = (root / "data" / "unreported").iterdir()
    assert state_of(prefect, kept.stem)["name"] == "Running"
    subprocess.run(
        [sys.executable, "-c", IMPATIENT, *options, "--no-fetch"],
        env=prefect.environment,
        check=True,
        timeout=400,
    )
    state = state_of(prefect, kept.stem)
    assert state["name"] == "Completed" and f"{len(stories)} new, " in state["message"]
    assert not kept.exists()


def test_a_run_with_a_server_of_its_own_starts_no_other_and_leaves_it_the_whole_log(
    folder: tuple[Path, Newsroom],
) -> None:
    root, _ = folder
    command = [sys.executable, "-c", ONE_SERVER, "--data", str(root / "data")]
    command += ["--config", str(root / "sources.toml"), "run"]
    write_database(root / "prefect")
    environment = os.environ | {"PREFECT_HOME": str(root / "prefect")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=True)
    assert "another server" not in done.stdout
    (run_id,) = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("run 2")}
    with sqlite3.connect(root / "prefect" / "prefect.db") as database:
        flow_run = "SELECT id FROM flow_run WHERE name = ?"
        log = database.execute(
            f"SELECT message FROM log WHERE flow_run_id IN ({flow_run})", [run_id]
        ).fetchall()
    messages = " ".join(message for (message,) in log)
    assert f"{OUTLET}: crawl finished" in messages and "Finished in state Completed" in messages


def state_of(prefect: PrefectServer, run_id: str) -> dict[str, Any]:
    (run,) = prefect.post("flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})
    state: dict[str, Any] = run["state"]
    return state


def made_run(prefect: PrefectServer, state: str, name: str, **more: Any) -> str:
    """A flow run of `ingest` that is in a state; its id."""
    flow = prefect.post("flows/", name="ingest")["id"]
    state_now = {"type": state, "name": name, **more}
    run = prefect.post(
        "flow_runs/", flow_id=flow, tags=["copydesk", "ingest"], name=name, state={"type": "SCHEDULED"}
    )
    prefect.post(f"flow_runs/{run['id']}/set_state", state=state_now, force=True)
    return str(run["id"])


def test_runs_that_died_are_marked_and_runs_that_nobody_took_are_left_to_the_next(
    prefect: PrefectServer,
) -> None:
    from flows.orchestration.automations import automations

    shortest = timedelta(seconds=10)
    made = [
        prefect.post("automations/", **{**one.model_dump(mode="json"), "name": f"{one.name}, at once"})["id"]
        for one in automations(shortest, shortest, shortest)
    ]
    try:
        died, late = made_run(prefect, "RUNNING", "Running"), made_run(prefect, "SCHEDULED", "Late")
        abandoned = made_run(prefect, "PENDING", "Submitting")
        beat(prefect, died)
        died_state = wait_for(lambda: left(prefect, died, "Running"))
        late_state = wait_for(lambda: left(prefect, late, "Late"))
        abandoned_state = wait_for(lambda: left(prefect, abandoned, "Submitting"))
    finally:
        for one in made:
            prefect.delete(f"automations/{one}")
    assert (died_state["type"], died_state["name"]) == ("CRASHED", "Crashed")
    assert abandoned_state["message"].startswith("its worker has ended")
    assert (late_state["type"], late_state["name"]) == ("CANCELLED", "Too late")


def left(prefect: PrefectServer, run_id: str, before: str) -> dict[str, Any] | None:
    state = state_of(prefect, run_id)
    return state if state["name"] != before else None


def beat(prefect: PrefectServer, run_id: str) -> None:
    """The event that a run sends while it lives."""
    tags = [
        {"prefect.resource.id": f"prefect.tag.{tag}", "prefect.resource.role": "tag"}
        for tag in ("copydesk", "ingest")
    ]
    event = {
        "occurred": datetime.now(UTC).isoformat(),
        "event": "prefect.flow-run.heartbeat",
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run_id}"},
        "related": tags,
        "id": run_id,
    }
    prefect.send("events", [event])


def test_what_may_go_well_is_tried_again_and_what_takes_too_long_ends(
    folder: tuple[Path, Newsroom], prefect: PrefectServer
) -> None:
    root, newsroom = folder
    newsroom.hold_after(2)
    with subprocess.Popen(
        [sys.executable, "-c", RETRIES, str(root / "data"), str(root / "sources.toml")],
        env=prefect.environment, stdout=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        wait_for(lambda: len(served(newsroom)) > 1)
        fetched = served(newsroom)
        run.send_signal(signal.SIGALRM)  # the alarm by which Prefect ends a flow, hours before its time
        newsroom.release()
        shown, _ = run.communicate(timeout=400)
    assert json.loads(shown) == [["Completed", 3], ["Failed", 1], ["Failed", 1], "TimedOut"]
    assert fetched <= landing(DataFolder(root / "data"))


def served(newsroom: Newsroom) -> set[str]:
    stories = {page.url for page in newsroom.truth.values() if page.expected == "article"}
    return stories & {f"http://{one.host}{one.path}" for one in newsroom.requests if one.status == 200}


def landing(data: DataFolder) -> set[str]:
    segments = pending_segments(data, current_snapshot(data))
    return {page.url for segment in segments for pages in segment.pages() for page in pages}


def test_the_doctor_asks_the_server_of_the_active_profile(tmp_path: Path, prefect: PrefectServer) -> None:
    (tmp_path / "profiles.toml").write_text(
        f'active = "desk"\n[profiles.desk]\nPREFECT_API_URL = "{prefect.url}"\n'
    )
    flow = prefect.post("flows/", name="ingest")["id"]
    prefect.post(
        "deployments/", name="of-the-doctor", flow_id=flow, tags=["copydesk"],
        schedules=[{"schedule": {"interval": 86400}, "active": True}],
    )  # fmt: skip
    crashed = made_run(prefect, "CRASHED", "Crashed", message=HOSTILE)
    made_run(prefect, "SCHEDULED", "Late")
    unset = {"PREFECT_API_URL", "PREFECT_HOME"}
    environment = {name: value for name, value in prefect.environment.items() if name not in unset}
    done = subprocess.run(
        copydesk_command(tmp_path / "data", tmp_path / "sources.toml", "doctor", "--json"),
        env=environment | {"PREFECT_PROFILES_PATH": str(tmp_path / "profiles.toml")},
        capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    seen = {one["about"]: one for one in json.loads(done.stdout)}
    assert done.returncode == 1
    assert seen["Prefect"] | {"to_do": ""} == {
        "about": "Prefect", "state": "fine", "seen": f"a server responds at {prefect.url}", "to_do": ""
    }  # fmt: skip
    assert "of-the-doctor" in seen["schedules"]["seen"] and seen["schedules"]["state"] == "fine"
    assert seen["late runs"]["state"] == "warning"
    last = [one for one in json.loads(done.stdout) if one["to_do"] == f"prefect flow-run logs {crashed}"]
    assert [one["state"] for one in last] == ["wrong"]
