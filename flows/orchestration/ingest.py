"""The flow `ingest`: one run from end to end."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.display.report import markdown_summary
from flows.orchestration.stages import as_task
from flows.prepare import prepare
from flows.run import Ingested
from flows.run import ingest as ingest_stages


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
