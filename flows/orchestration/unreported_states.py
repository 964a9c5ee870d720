"""States of runs that Prefect's server could not take: kept in the data folder, reported by the next run.

A file a flow run, for runs of several flows may end while the server is away.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.exceptions import ObjectNotFound

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import write_text

logger = logging.getLogger(__name__)


def keep(data: DataFolder, state: State[Any]) -> None:
    """Keep the state of the flow run in whose context this is called."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    message = f"{state.message} (ended {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, reported later)"
    kept = {"type": state.type.value, "name": state.name, "message": message}
    folder = data.unreported
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / f"{context.flow_run.id}.json", json.dumps(kept))
    except OSError as error:
        logger.warning("%s cannot be written (%s): the run's end is not reported to Prefect", folder, error)


def report_states(data: DataFolder, client: SyncPrefectClient) -> None:
    """Report to the server what was kept; what concerns a run that it does not know is dropped."""
    for file in sorted(data.unreported.glob("*.json")):
        kept = json.loads(file.read_text(encoding="utf-8"))
        with suppress(ObjectNotFound):
            client.set_flow_run_state(UUID(file.stem), State.model_validate(kept), force=True)
        file.unlink(missing_ok=True)
