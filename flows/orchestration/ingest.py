"""The flow `ingest`: one run from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import validate_call

from flows.ingestion.ingest import IngestResult
from flows.ingestion.ingest import ingest as ingest_stages
from flows.ingestion.prepare import prepare_run
from flows.orchestration.as_task import as_task
from flows.orchestration.flow_state import flow_state, ingest_state
from flows.orchestration.lease import tolerate_lost_leases
from flows.orchestration.parameters import Config, Data, Fetch, Groups, ShardOf, Workers
from flows.orchestration.progress_artifact import ArtifactProgress
from flows.orchestration.reporting import name_run, report, run_log
from flows.orchestration.server_away import conclude
from flows.runs.context import RunContext
from flows.runs.progress import BothProgress, SafeProgress
from flows.sources.all_down import all_sources_down
from flows.sources.shards import Shard

tolerate_lost_leases()

LONGEST = 12 * 3600.0
"""Seconds. Every source and every page has a bound of its own; a run that takes longer hangs."""


@flow(name="ingest", persist_result=False, validate_parameters=False, timeout_seconds=LONGEST)
def ingest(
    data: Data = Path("data"),
    config: Config = Path("sources.toml"),
    fetch: Fetch = True,
    workers: Workers = 0,
    groups: Groups = [],  # noqa: B006  the default that Prefect's page shows; nobody changes it
    shard: ShardOf = "1/1",
) -> State[IngestResult | None]:
    """Bring the warehouse up to date: crawl the sources, extract, clean, match, commit, publish.

    The run's name is that of the run in the table `runs`. Where every source is down it fails, unless the
    configuration says otherwise.
    """
    with run_log():
        return conclude(data, flow_state(lambda: _ingest(data, config, fetch, workers, groups, shard)))


@validate_call
def _ingest(
    data: Data, config: Config, fetch: Fetch, workers: Workers, groups: Groups, shard: ShardOf = "1/1"
) -> State[IngestResult | None]:
    run = prepare_run(data, config, fetch, workers, groups=groups, shard=Shard.parse(shard))
    tags = [f"group:{group}" for group in groups] + ([] if shard == "1/1" else [f"shard:{shard}"])
    name_run(run.data, run.run_id, "ingest", *tags)
    with _shown(run) as shown:
        ingested = ingest_stages(shown, fetch, as_task)
    report(ingested)
    all_down = fetch and all_sources_down(run)
    return ingest_state(ingested, all_down, run.settings.fail_when_all_down)


@contextmanager
def _shown(run: RunContext) -> Iterator[RunContext]:
    """The run with its progress on Prefect's page too."""
    try:
        page = ArtifactProgress()
    except Exception:  # the server is tried again at the end of the run
        yield run
        return
    with page.shown():
        yield replace(run, progress=BothProgress(run.progress, SafeProgress(page)))
