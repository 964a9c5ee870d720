"""One run at a time among all that write to a lake, by a limit that Prefect's deployments share.

The lock of the data folder decides; the limit keeps runs from waiting for it in a process each.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient


def limit_of(pool: str) -> str:
    """The name of the limit that the writing deployments of a work pool share."""
    return f"{pool}-writers"


def share_limit(client: SyncPrefectClient, name: str, deployments: Iterable[UUID]) -> None:
    """Let one run at a time go among all runs of the deployments; the others wait for their turn."""
    client.upsert_global_concurrency_limit_by_name(name, 1)
    limit = client.read_global_concurrency_limit_by_name(name)
    for deployment in deployments:
        # The client of Prefect 3.9 has no argument for it yet, its server has.
        response = client._client.patch(
            f"/deployments/{deployment}", json={"global_concurrency_limit_id": str(limit.id)}
        )
        response.raise_for_status()
