"""Schedules that are served from one process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import cast
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.runner import Runner

from flows.orchestration.automations import set_up_automations
from flows.orchestration.deployments import HEARTBEAT, Deployment
from flows.orchestration.writers import limit_of, share_limit

AT_ONCE = 2
"""Runs at a time: a backfill gives way to a scheduled run between two archives."""


def serve_deployments(deployments: Iterable[Deployment], data: Path) -> None:
    """Carry out scheduled runs, each in a process, until this one is ended. Needs a running Prefect server.

    The working directory becomes the data folder, for Prefect looks there for modules first, and what is
    called `flows` where the user stands is not ours.
    """
    data.mkdir(parents=True, exist_ok=True)
    os.chdir(data)
    os.environ.update(HEARTBEAT)
    runner = Runner(name="copydesk", limit=AT_ONCE)
    with get_client(sync_client=True) as client:
        writers: list[UUID] = []
        for one in deployments:
            served = cast(UUID, runner.add_deployment(one.for_prefect()))
            if one.takes_turns:
                writers.append(served)
        share_limit(client, limit_of("serve"), writers)
        set_up_automations(client)
    asyncio.run(runner.start())
