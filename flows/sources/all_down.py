"""Whether every source is down. No counts of a run tell: sources that fail rest, and fail nothing then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from flows.runs.context import RunContext
from flows.sources.pacing import SourceHistory
from flows.sources.source_history import source_histories
from spiders.sources.source import Source
from warehouse.lake.lake import Lake


def all_sources_down(run: RunContext) -> bool:
    """After a run: whether no document of any source could be read when it was last looked at."""
    histories = source_histories(run.data, Lake(run.data).current(), datetime.now(UTC), keep=False)
    return are_all_down(run.settings.sources.values(), histories)


def are_all_down(sources: Iterable[Source], histories: Mapping[str, SourceHistory]) -> bool:
    """Whether all enabled sources fail; False where there is none."""
    looked_at = [histories.get(source.name) for source in sources if source.enabled]
    return bool(looked_at) and all(
        history is not None and history.failing_since is not None for history in looked_at
    )
