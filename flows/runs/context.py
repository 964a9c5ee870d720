"""What every stage of a run gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.configuration import Settings
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import Progress
from warehouse.base.run_lock import WAIT_SECONDS


@dataclass(frozen=True)
class RunContext:
    """One run: its name, its start and where it works. `workers` is the number of extraction processes,
    `wait` the seconds that it waits for another writer."""

    run_id: str
    started_at: datetime
    data: DataFolder
    settings: Settings
    progress: Progress
    workers: int
    wait: float = WAIT_SECONDS
