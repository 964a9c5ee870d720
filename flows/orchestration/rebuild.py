"""The flows `reclean` and `reextract`: landed articles rebuilt with the model of today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import validate_call

from flows.ingestion.prepare import prepare_run
from flows.orchestration.as_task import as_task
from flows.orchestration.flow_state import flow_state
from flows.orchestration.lease import tolerate_lost_leases
from flows.orchestration.parameters import Config, Data, SourceName
from flows.orchestration.reporting import name_run, run_log
from flows.orchestration.server_away import conclude
from flows.runs.context import RunContext
from flows.upkeep.rebuild_articles import reclean as reclean_articles
from flows.upkeep.rebuild_articles import reextract as reextract_articles
from warehouse.lake.lake import Lake
from warehouse.snapshots.snapshot import Snapshot

tolerate_lost_leases()

LONGEST = 24 * 3600.0

Rebuild = Callable[[RunContext, str | None], Snapshot | None]


@flow(name="reclean", persist_result=False, validate_parameters=False, timeout_seconds=LONGEST)
def reclean(
    data: Data = Path("data"), config: Config = Path("sources.toml"), source: SourceName = None
) -> State[None]:
    """Re-clean landed articles with what is known of their sites today."""
    with run_log():
        return conclude(data, flow_state(lambda: _rebuild("reclean", reclean_articles, data, config, source)))


@flow(name="reextract", persist_result=False, validate_parameters=False, timeout_seconds=LONGEST)
def reextract(
    data: Data = Path("data"), config: Config = Path("sources.toml"), source: SourceName = None
) -> State[None]:
    """Re-extract landed pages with today's extractor and boilerplate; nothing is fetched."""
    with run_log():
        return conclude(
            data, flow_state(lambda: _rebuild("reextract", reextract_articles, data, config, source))
        )


@validate_call
def _rebuild(name: str, rebuild: Rebuild, data: Data, config: Config, source: SourceName) -> State[None]:
    run = prepare_run(data, config, fetch=False)
    name_run(run.data, run.run_id, name)
    snapshot = as_task(name, lambda: rebuild(run, source))
    if snapshot is None:
        return Completed(message="no changes")
    as_task("publish", lambda: Lake(run.data).publish(snapshot))
    return Completed(message=f"snapshot {snapshot.number}: changed articles committed")
