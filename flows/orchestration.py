"""The Prefect layer: thin flows over the stages, and the only module that imports Prefect.

Tasks are coarse, one a stage: 500 items took 1.2 s in one task and 21.6 s mapped. A stage is handed over as
a closure and its result stays in this process, so nothing large is hashed, stored or sent to the server.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from flows.prepare import prepare
from flows.report import markdown_summary
from flows.run import Ingested
from flows.run import ingest as ingest_stages

T = TypeVar("T")


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


def serve_ingest(data: Path, config: Path, every: timedelta) -> None:
    """Schedule `ingest` from this process until it is ended. Needs a running Prefect server."""
    parameters = {"data": str(data.resolve()), "config": str(config.resolve())}
    ingest.serve(name="ingest", interval=every, parameters=parameters, limit=1)
