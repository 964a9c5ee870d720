"""Schedules that are served from one process."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import cast

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from flows.orchestration.ingest import ingest
from flows.orchestration.maintain import maintain

NIGHTLY = "17 3 * * *"

_BY_MODULE = EntrypointType.MODULE_PATH
"""A flow is named by its module. By its file Prefect would load it a second time, under the file's bare name
and with the file's folder before all packages: a file `flows.py` hid the package `flows` from every run."""


def serve_flows(data: Path, config: Path, every: timedelta) -> None:
    """Schedule `ingest` and, nightly, `maintain` from this process until it is ended.

    One run at a time. Needs a running Prefect server. The working directory becomes the data folder, for
    Prefect looks there for modules first, and what is called `flows` where the user stands is not ours.
    """
    parameters = {"data": str(data.resolve()), "config": str(config.resolve())}
    data.mkdir(parents=True, exist_ok=True)
    os.chdir(data)
    deployments = (
        ingest.to_deployment(
            name="ingest", interval=every, parameters=parameters, entrypoint_type=_BY_MODULE
        ),
        maintain.to_deployment(
            name="maintain", cron=NIGHTLY, parameters=parameters, entrypoint_type=_BY_MODULE
        ),
    )
    # Outside of an event loop `to_deployment` gives a deployment, not a coroutine.
    serve(*cast("tuple[RunnerDeployment, ...]", deployments), limit=1)
