"""One Prefect server for all tests of a file: its start takes ten seconds and more."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

from command import copydesk_here
from prefect_database import write_database

T = TypeVar("T")
SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_WORKER_QUERY_SECONDS": "1",
}


@dataclass(frozen=True)
class PrefectServer:
    """A server on loopback, and the environment of processes that it is told to."""

    url: str
    environment: dict[str, str]

    def post(self, path: str, **body: Any) -> Any:
        """The response to a POST request, sent again where SQLite is busy, as Prefect's client does."""
        return self.send(path, body)

    def send(self, path: str, body: Any, method: str = "POST") -> Any:
        """The same with any body."""
        request = urllib.request.Request(
            f"{self.url}/{path}",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
            method=method,
        )
        for pause in (1, 2, 4, 8, 16):
            try:
                return _json_of(request)
            except urllib.error.HTTPError as error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                    raise
                time.sleep(pause)
        return _json_of(request)

    def delete(self, path: str) -> None:
        self.send(path, None, "DELETE")

    def of(self, kind: str, run: dict[str, Any]) -> list[dict[str, Any]]:
        """The artifacts, logs or task_runs of a flow run."""
        known = self.post(f"{kind}/filter")
        return [one for one in known if one["flow_run_id"] == run["id"]]

    def logged(self, run: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.post("logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}})
        return found

    def deployments(self) -> dict[str, dict[str, Any]]:
        return {one["name"]: one for one in self.post("deployments/filter")}

    def start(self, deployment: str, **parameters: Any) -> str:
        """Schedule a run of a deployment for now; its id."""
        one = self.deployments()[deployment]
        made = self.post(f"deployments/{one['id']}/create_flow_run", parameters=parameters)
        return str(made["id"])

    def end_of(self, run_id: str) -> dict[str, Any]:
        """A flow run, as soon as it has ended."""
        return wait_for(lambda: self._ended(run_id))

    def _ended(self, run_id: str) -> dict[str, Any] | None:
        (run,) = self.post("flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})
        is_over = run["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        return run if is_over else None

    def copydesk(self, data: Path, config: Path, *arguments: str) -> str:
        """Runs `copydesk ARGUMENTS` in this process against the server, and gives what it printed."""
        from prefect.settings import PREFECT_API_URL, temporary_settings

        with temporary_settings({PREFECT_API_URL: self.url}):
            return copydesk_here(data, config, *arguments)

    @contextmanager
    def process(self, folder: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process that serves, ended by SIGTERM; what it said stands in `folder`/said."""
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(
                command, env=self.environment, cwd=folder, stdout=said, stderr=subprocess.STDOUT
            )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _json_of(request: urllib.request.Request) -> Any:
    with urllib.request.urlopen(request, timeout=90) as response:
        return json.loads(response.read() or b"null")


def copydesk_command(data: Path, config: Path, *arguments: str) -> list[str]:
    """The installed command: `python -c` would look for modules in the working directory."""
    return [
        str(Path(sys.executable).with_name("copydesk")),
        "--data",
        str(data),
        "--config",
        str(config),
        *arguments,
    ]


def wait_for(happened: Callable[[], T | None], seconds: float = 150) -> T:
    """What `happened` gives as soon as it is something."""
    deadline = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < deadline, "it has not happened"
        time.sleep(0.5)
    return found


@contextmanager
def open_server(folder: Path, is_migrated: bool = True) -> Iterator[PrefectServer]:
    """A server whose database stands in `folder`, and `is_migrated` before it starts."""
    folder.mkdir(parents=True)
    if is_migrated:
        write_database(folder / "prefect")
    environment = os.environ | SETTINGS | {"HOME": str(folder), "PREFECT_HOME": str(folder / "prefect")}
    while True:
        port = _free_port()
        url = f"http://127.0.0.1:{port}/api"
        command = [sys.executable, "-m", "flows.orchestration.own_server", str(port)]
        with (folder / "server.log").open("ab") as log:
            server = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log)
        try:
            wait_for(partial(_is_up_or_over, url, server))
            if server.poll() is None:
                yield PrefectServer(url, environment | {"PREFECT_API_URL": url})
                return
            assert "already in use" in (folder / "server.log").read_text()
        finally:
            server.kill()
            server.wait()


def _free_port() -> int:
    """A port that was free just now; another process may take it before the server does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up_or_over(url: str, server: subprocess.Popen[bytes]) -> bool:
    return server.poll() is not None or _is_up(url)


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=30):
            return True
    except OSError:
        return False
