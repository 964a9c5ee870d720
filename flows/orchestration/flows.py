"""The Prefect layer: thin flows over the stages, and the only module that imports Prefect.

Tasks are coarse, one a stage: 500 items took 1.2 s in one task and 21.6 s mapped. A stage is handed over as
a closure and its result stays in this process, so nothing large is hashed, stored or sent to the server.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast

from prefect import flow, serve, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.deployments.runner import RunnerDeployment

from flows.display.report import markdown_summary
from flows.maintain import keep_in_order, summary
from flows.prepare import prepare
from flows.run import Ingested
from flows.run import ingest as ingest_stages
from flows.settings import load_settings
from warehouse.folder import DataFolder

T = TypeVar("T")

NIGHTLY = "17 3 * * *"


def as_task(name: str, step: Callable[[], T]) -> T:
    """Carry out a step as a Prefect task of that name."""

    @task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False)
    def carry_out() -> T:
        return step()

    return carry_out()


@flow(name="ingest", persist_result=False)
def ingest(
    data: str = "data", config: str = "sources.toml", fetch: bool = True, workers: int = 0
) -> Ingested:
    """Bring the warehouse in the folder `data` up to date from the sources that `config` names."""
    run = prepare(Path(data), Path(config), fetch, workers)
    ingested = ingest_stages(run, fetch, as_task)
    create_markdown_artifact(
        markdown_summary(ingested), key="ingest-summary", description="Counts per source"
    )
    return ingested


@flow(name="maintain", persist_result=False)
def maintain(data: str = "data", config: str = "sources.toml") -> None:
    """Compact the warehouse in the folder `data` and apply the retention that `config` states."""
    settings = load_settings(Path(config))
    folder = DataFolder(Path(data), settings.lake)
    done = as_task("maintain", lambda: keep_in_order(folder, settings, datetime.now(UTC)))
    text = summary(done) if done else "Nothing has landed yet."
    create_markdown_artifact(text, key="maintain-summary", description="Files before and after")


def serve_flows(data: Path, config: Path, every: timedelta) -> None:
    """Schedule `ingest` and, nightly, `maintain` from this process until it is ended.

    One run at a time. Needs a running Prefect server.
    """
    parameters = {"data": str(data.resolve()), "config": str(config.resolve())}
    deployments = (
        ingest.to_deployment(name="ingest", interval=every, parameters=parameters),
        maintain.to_deployment(name="maintain", cron=NIGHTLY, parameters=parameters),
    )
    # Outside of an event loop `to_deployment` gives a deployment, not a coroutine.
    serve(*cast("tuple[RunnerDeployment, ...]", deployments), limit=1)
