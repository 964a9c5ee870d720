"""The parameters of a run, from what the command line or a deployment states."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.configuration import Settings, load_settings
from flows.display.bars import shown_progress
from flows.runs.context import RunContext
from flows.runs.run_ids import new_run_id
from flows.sources.groups import of_groups
from flows.sources.shards import ALL, Shard
from warehouse.base.run_lock import WAIT_SECONDS


def prepare_run(
    data: Path,
    config: Path,
    fetch: bool,
    workers: int = 0,
    wait: float = WAIT_SECONDS,
    groups: Sequence[str] = (),
    shard: Shard = ALL,
) -> RunContext:
    """The context of a run that starts now. `workers` 0 takes the configured number, or one a core.

    With `groups` and `shard` the sources of all others are left out, as if they were not enabled.

    Raises ConfigError, unless the run fetches nothing and there is no configuration.
    """
    settings = load_settings(config) if fetch or config.exists() else Settings()
    now = datetime.now(UTC)
    if groups:
        settings = replace(settings, sources=of_groups(settings.sources, groups))
    if shard != ALL:
        settings = replace(settings, sources=shard.of(settings.sources))
    return RunContext(
        run_id=new_run_id(now),
        started_at=now,
        data=settings.folder(data),
        settings=settings,
        progress=shown_progress(),
        workers=workers or settings.workers or os.cpu_count() or 1,
        wait=wait,
    )
