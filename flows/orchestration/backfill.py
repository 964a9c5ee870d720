"""The flow `backfill`: archives by date and host."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.concurrency.sync import concurrency
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger
from prefect.states import Completed
from pydantic import validate_call

from flows.ingestion.backfill import BackfillResult, Wanted
from flows.ingestion.backfill import backfill as backfill_archives
from flows.ingestion.prepare import prepare_run
from flows.orchestration.as_task import as_task
from flows.orchestration.flow_state import flow_state
from flows.orchestration.lease import tolerate_lost_leases
from flows.orchestration.parameters import (
    Archives,
    Below,
    Config,
    Data,
    Hosts,
    ImportedSource,
    ShardOf,
    Since,
    Until,
)
from flows.orchestration.reporting import name_run, run_log
from flows.orchestration.server_away import conclude
from flows.orchestration.writers import limit_of
from flows.sources.shards import Shard
from spiders.archives.captures import Selection

tolerate_lost_leases()


@flow(name="backfill", persist_result=False, validate_parameters=False)
def backfill(
    archives: Archives,
    data: Data = Path("data"),
    config: Config = Path("sources.toml"),
    hosts: Hosts = [],  # noqa: B006  the default that Prefect's page shows; nobody changes it
    since: Since = None,
    until: Until = None,
    source: ImportedSource = None,
    below: Below = None,
    shard: ShardOf = "1/1",
) -> State[None]:
    """Land the pages of archives, one archive after another, and give way to scheduled runs between two.

    A backfill that was stopped can be restarted with the same parameters: what has landed is passed over.
    """
    with run_log():
        return conclude(
            data,
            flow_state(lambda: _backfill(archives, data, config, hosts, since, until, source, below, shard)),
        )


@validate_call
def _backfill(
    archives: Archives,
    data: Data,
    config: Config,
    hosts: Hosts,
    since: Since,
    until: Until,
    source: ImportedSource,
    below: Below,
    shard: ShardOf,
) -> State[None]:
    run = prepare_run(data, config, fetch=False)
    name_run(run.data, run.run_id, "backfill")
    log = get_run_logger()
    selection = Selection(tuple(hosts), since or date.min, until or date.max)
    wanted = Wanted(archives, selection, source, below, Shard.parse(shard))
    done: list[BackfillResult] = []
    for one in backfill_archives(run, wanted, as_task, _turn()):
        done.append(one)
        log.info("%s: %s articles landed, %s", one.archive, one.landed, one.imported.summary())
        for broken in one.imported.broken:
            log.warning("unreadable %s", broken)
    unreadable = sum(len(one.imported.broken) for one in done)
    summary = f"{len(done)} archives, {sum(one.landed for one in done)} articles landed"
    return Completed(message=f"{summary};  {unreadable} records unreadable" if unreadable else summary)


def _turn() -> Callable[[], AbstractContextManager[object]]:
    """A slot among the writers of the pool for each archive; without a pool there is no limit."""
    context = FlowRunContext.get()
    pool = context.flow_run.work_pool_name if context and context.flow_run else None
    if pool is None:
        return nullcontext
    return lambda: concurrency(limit_of(pool), occupy=1)
