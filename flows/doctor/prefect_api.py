"""Looks at a Prefect server over its REST API: it answers, what is scheduled, how the last runs ended.

Prefect itself takes seconds to import, and a server that is down is what most often needs a doctor.
"""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

from flows.display.plain import plain
from flows.doctor.diagnosis import Diagnosis, fine, warning, wrong

OWN_SERVER = "http://127.0.0.1:4200/api"
"""Where `copydesk serve` starts its server unless told otherwise."""

SECONDS = 5
_OURS = ("ingest", "maintain", "backfill", "reclean", "reextract")
_BAD = ("FAILED", "CRASHED")


def check_prefect(environment: Mapping[str, str] = os.environ) -> Iterator[Diagnosis]:
    """What a server says; nothing is wrong where none is configured and none answers."""
    stated = environment.get("PREFECT_API_URL")
    api = (stated or OWN_SERVER).rstrip("/")
    try:
        _ask(f"{api}/health", environment)
        deployments = _ask(f"{api}/deployments/filter", environment, {"limit": 100})
        runs = _ask(f"{api}/flow_runs/filter", environment, _LAST_RUNS)
    except (OSError, ValueError) as error:
        if stated:
            why = error.reason if isinstance(error, urllib.error.URLError) else type(error).__name__
            seen = f"the server that PREFECT_API_URL names does not answer ({plain(str(why))})"
            yield wrong("Prefect", seen, "prefect server start, or copydesk run --direct")
        else:
            yield fine("Prefect", "no server is configured; copydesk serve starts one")
        return
    yield fine("Prefect", f"a server answers at {_without_credentials(api)}")
    yield _schedules(deployments)
    yield from _runs(runs)


_LAST_RUNS = {
    "limit": 20,
    "sort": "EXPECTED_START_TIME_DESC",
    "flows": {"name": {"any_": list(_OURS)}},
    "flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED", "RUNNING", "CANCELLED"]}}},
}


def _schedules(deployments: list[dict[str, Any]]) -> Diagnosis:
    active = [one["name"] for one in deployments if any(s.get("active") for s in one.get("schedules") or ())]
    paused = [one["name"] for one in deployments if one.get("paused")]
    if not active:
        return warning("schedules", f"{len(deployments)} deployments, none is scheduled", "copydesk serve")
    late = f"; paused: {', '.join(map(plain, paused))}" if paused else ""
    return fine("schedules", f"{', '.join(plain(name) for name in sorted(active))}{late}")


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


def _ask(url: str, environment: Mapping[str, str], body: Any = None) -> Any:
    headers = {"Content-Type": "application/json"}
    if key := environment.get("PREFECT_API_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    elif secret := environment.get("PREFECT_API_AUTH_STRING"):
        headers["Authorization"] = f"Basic {base64.b64encode(secret.encode()).decode()}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.load(answer)


def _without_credentials(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
