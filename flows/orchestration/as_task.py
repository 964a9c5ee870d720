"""Stages as Prefect tasks.

Tasks are coarse, one a stage: 500 items took 1.2 s in one task and 21.6 s mapped. A stage is handed over as
a closure and its result stays in this process, so nothing large is hashed, stored or sent to the server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from warehouse.base.run_lock import AlreadyRunning

T = TypeVar("T")

RETRIED = ("publish", "maintain", "reclean", "reextract")
"""What can be done again and may go well then. A crawl is not: the next run goes on with it, and sites are
not requested twice. Nor is a batch, which the next run finds in landing."""
PAUSES = [30.0, 300.0]
"""Seconds before the first and the second further try."""


def as_task(name: str, step: Callable[[], T]) -> T:
    """Carry out a step as a Prefect task of that name."""

    @task(
        name=name,
        task_run_name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(PAUSES) if name in RETRIED else 0,
        retry_delay_seconds=PAUSES,
        retry_condition_fn=_may_go_well,
    )
    def carry_out() -> T:
        return step()

    return carry_out()


def _may_go_well(task: Any, run: Any, state: Any) -> bool:
    """A disk, a bucket or another writer may be better in a while; a wrong configuration is not."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError | AlreadyRunning)
