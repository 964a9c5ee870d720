"""Looks at a Prefect server over its REST API: it responds, what is scheduled, what is late, how runs ended.

Requested by urllib: a server that is down is what most often needs a doctor, and Prefect's client waits for
it.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.display.plain import plain
from flows.doctor.diagnosis import Diagnosis, fine, warning, wrong
from spiders.identity.urls import without_credentials

OWN_SERVER = "http://127.0.0.1:4200/api"
"""Where `copydesk serve` starts its server by default."""

SECONDS = 5
_OURS = {"tags": {"all_": ["copydesk"]}}
_BAD = ("FAILED", "CRASHED")


@dataclass(frozen=True)
class Connection:
    """The server that Prefect's settings name (environment, `prefect.toml`, the active profile), if any."""

    api: str | None = None
    key: str | None = None
    basic: str | None = None


def check_prefect(connection: Connection) -> Iterator[Diagnosis]:
    """What a server says; nothing is wrong where none is configured and none responds."""
    api = (connection.api or OWN_SERVER).rstrip("/")
    try:
        _request(f"{api}/health", connection)
        deployments = _request(f"{api}/deployments/filter", connection, {"limit": 100, "deployments": _OURS})
        late = _request(f"{api}/flow_runs/count", connection, _LATE)
        runs = _request(f"{api}/flow_runs/filter", connection, _LAST_RUNS)
    except (OSError, ValueError) as error:
        if connection.api:
            why = error.reason if isinstance(error, urllib.error.URLError) else type(error).__name__
            seen = f"the configured server {without_credentials(api)} does not respond ({plain(str(why))})"
            yield wrong("Prefect", seen, "prefect server start, or copydesk run --direct")
        else:
            yield fine("Prefect", "no server is configured; copydesk serve starts one")
        return
    yield fine("Prefect", f"a server responds at {without_credentials(api)}")
    yield _schedules(deployments)
    if late:
        yield warning("late runs", f"{late} runs wait for a worker", "prefect worker start --pool copydesk")
    yield from _runs(runs)


_LATE = {"flow_runs": {**_OURS, "state": {"name": {"any_": ["Late"]}}}}
_LAST_RUNS = {
    "limit": 20,
    "sort": "EXPECTED_START_TIME_DESC",
    "flow_runs": {
        **_OURS,
        "state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED", "RUNNING", "CANCELLED"]}},
    },
}


def _schedules(deployments: list[dict[str, Any]]) -> Diagnosis:
    scheduled = [one for one in deployments if any(s.get("active") for s in one.get("schedules") or ())]
    paused = ", ".join(sorted(plain(one["name"]) for one in scheduled if one.get("paused")))
    going = ", ".join(sorted(plain(one["name"]) for one in scheduled if not one.get("paused")))
    if not going:
        why = f"paused: {paused}" if paused else f"{len(deployments)} deployments of copydesk"
        return warning("schedules", f"none is active; {why}", "copydesk serve, or copydesk deploy")
    return fine("schedules", f"{going}; paused: {paused}" if paused else going)


def _runs(runs: list[dict[str, Any]]) -> Iterator[Diagnosis]:
    seen = set()
    for run in runs:
        name = str(run.get("flow_name") or run.get("name", ""))
        key = run.get("deployment_id") or run.get("flow_id")
        if key in seen:
            continue
        seen.add(key)
        state = run.get("state") or {}
        said = plain(f"{run.get('name')}: {state.get('name')} {state.get('message') or ''}".strip())[:300]
        if state.get("type") in _BAD:
            yield wrong("last run", said, f"prefect flow-run logs {run.get('id')}")
        else:
            yield fine("last run", said or name)


def _request(url: str, connection: Connection, body: Any = None) -> Any:
    headers = {"Content-Type": "application/json"}
    if connection.key:
        headers["Authorization"] = f"Bearer {connection.key}"
    elif basic := connection.basic or _credentials(url):
        headers["Authorization"] = f"Basic {base64.b64encode(basic.encode()).decode()}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(without_credentials(url), data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=SECONDS) as response:
        return json.load(response)


def _credentials(url: str) -> str:
    """`user:password` before the host, which urllib takes for a part of its name."""
    return unquote(urlsplit(url).netloc.rpartition("@")[0])
