"""Sets up what a Prefect server needs for copydesk. Can be done again at any time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import cast
from uuid import UUID

from httpx import HTTPError, HTTPStatusError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, WorkPoolFilter, WorkPoolFilterName
from prefect.exceptions import ObjectAlreadyExists

from flows.orchestration.automations import set_up_automations
from flows.orchestration.deployments import Deployment
from flows.orchestration.reporting import TAG
from flows.orchestration.writers import limit_of, share_limit

PAUSES = (2, 10)
"""Seconds before each further attempt."""


def deploy(deployments: Iterable[Deployment], pool: str) -> list[str]:
    """Work pool, deployments, the limit of one writer, and automations; `flow/name` of every deployment.

    Done again after a pause where the server fails, which a busy SQLite database makes it do.
    """
    chosen = list(deployments)
    for pause in PAUSES:
        try:
            return _deploy(chosen, pool)
        except HTTPError as error:
            if isinstance(error, HTTPStatusError) and error.response.status_code < 500:
                raise
            time.sleep(pause)
    return _deploy(chosen, pool)


def _deploy(chosen: Sequence[Deployment], pool: str) -> list[str]:
    with get_client(sync_client=True) as client:
        _make_pool(client, pool)
        ids = [cast(UUID, one.for_prefect(pool).apply()) for one in chosen]
        writers = [id for one, id in zip(chosen, ids, strict=True) if one.takes_turns]
        share_limit(client, limit_of(pool), writers)
        set_up_automations(client)
        _remove_others(client, pool, {one.name for one in chosen})
    return [f"{one.flow.name}/{one.name}" for one in chosen]


def _remove_others(client: SyncPrefectClient, pool: str, names: set[str]) -> None:
    """Schedules of `ingest` that an earlier deploy made, whole or by group, and this one does not."""
    for known in client.read_deployments(
        flow_filter=FlowFilter(name=FlowFilterName(any_=["ingest"])),
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[pool])),
    ):
        if known.name not in names and TAG in known.tags and known.name.startswith("ingest"):
            client.delete_deployment(known.id)


def _make_pool(client: SyncPrefectClient, pool: str) -> None:
    with suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
