"""A run keeps its turn among the writers as long as its server lets it, and goes on where it cannot.

Observed with Prefect 3.9: the slot that a deployment's limit gives to a run is a lease of five minutes that
its engine renews. Where one renewal fails, since the server hangs, is away for half a minute or was
restarted (it keeps leases in memory), the engine cancels the flow and reports "exceeded timeout of 43200.0
second(s)". The rule: the lease is renewed once a minute, and what fails is tried again a minute later. The
lock of the data folder keeps two writers apart in any case; the lease only saves processes that would wait
for it (see `writers`). The cost of a lease that is lost: the next run starts early and waits for the lock.

Prefect 3.9 has no setting for it, so the function by which its engine keeps a lease is exchanged.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from uuid import UUID

from prefect import flow_engine

from flows.orchestration.server_away import brief_client

logger = logging.getLogger(__name__)

RENEWED_EVERY = 60.0
"""Seconds; with Prefect's five minutes, an outage of four costs no lease."""


def tolerate_lost_leases() -> None:
    """Let no flow that this process runs end because its lease cannot be renewed."""
    flow_engine.maintain_concurrency_lease = kept_lease  # type: ignore[attr-defined, assignment]


@contextmanager
def kept_lease(
    lease_id: UUID, lease_duration: float, raise_on_lease_renewal_failure: bool = False
) -> Iterator[None]:
    """Renew a lease in a thread, in place of Prefect's function of the same arguments; it raises nothing."""
    is_over = threading.Event()
    thread = threading.Thread(
        target=copy_context().run, args=(_renew, lease_id, lease_duration, is_over), daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        is_over.set()


def _renew(lease_id: UUID, lease_duration: float, is_over: threading.Event) -> None:
    while not is_over.wait(RENEWED_EVERY):
        try:
            with brief_client() as client:
                client.renew_concurrency_lease(lease_id=lease_id, lease_duration=lease_duration)
        except Exception as error:  # whatever a server that is away, or was restarted, makes of it
            logger.debug("lease %s is not renewed: %s", lease_id, error)
