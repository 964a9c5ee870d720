"""The deployments: which flow runs when, with which parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from flows.orchestration.backfill import backfill
from flows.orchestration.ingest import ingest
from flows.orchestration.maintain import maintain
from flows.orchestration.rebuild import reclean, reextract
from flows.orchestration.reporting import TAG

NIGHTLY = "17 3 * * *"
HEARTBEAT_SECONDS = 30
"""A run that has not been heard of for four of them is dead (Prefect's own value is 180)."""
HEARTBEAT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS)}


@dataclass(frozen=True)
class Timing:
    """When `ingest` runs: every so often, or by cron (UTC)."""

    every: timedelta = timedelta(hours=1)
    cron: str | None = None


@dataclass(frozen=True)
class Deployment:
    """One deployment. `takes_turns`: it writes as long as it runs, so one of these runs at a time."""

    name: str
    flow: Flow[..., Any]
    parameters: Mapping[str, Any]
    schedule: Mapping[str, Any] = field(default_factory=dict)
    takes_turns: bool = True

    def for_prefect(self, pool: str | None = None) -> RunnerDeployment:
        """The same for Prefect, for the workers of a pool or to be served.

        The flow is named by its module. By its file Prefect would load it a second time, under the file's
        bare name, with the file's folder before all packages: a file `flows.py` hid the package `flows`.
        """
        deployment = self.flow.to_deployment(
            name=self.name,
            parameters=dict(self.parameters),
            tags=[TAG, self.flow.name],
            description=self.flow.description,
            entrypoint_type=EntrypointType.MODULE_PATH,
            work_pool_name=pool,
            job_variables={"env": HEARTBEAT} if pool else None,
            **self.schedule,
        )
        return cast(RunnerDeployment, deployment)  # outside of an event loop no coroutine


def deployments(
    data: Path, config: Path, timing: Timing, groups: Sequence[str] = (), shard: str | None = None
) -> Iterator[Deployment]:
    """All deployments of a data folder: `ingest` once, or once a group of sources, and the others.

    With `shard` (like 2/3) only those of one of several machines: the others stand with the first shard.
    """
    paths = {"data": str(data.resolve()), "config": str(config.resolve())}
    when = {"cron": timing.cron} if timing.cron else {"interval": timing.every}
    if shard:
        number, _, count = shard.partition("/")
        yield Deployment(f"ingest-{number}-of-{count}", ingest, paths | {"shard": shard}, when)
        if number != "1":
            return
    elif not groups:
        yield Deployment("ingest", ingest, paths, when)
    for group in groups:
        yield Deployment(f"ingest-{group}", ingest, paths | {"groups": [group]}, when)
    yield Deployment("maintain", maintain, paths, {"cron": NIGHTLY})
    yield Deployment("reclean", reclean, paths)
    yield Deployment("reextract", reextract, paths)
    yield Deployment("backfill", backfill, paths, takes_turns=False)
