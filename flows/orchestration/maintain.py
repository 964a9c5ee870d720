"""The flow `maintain`: compaction and retention."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.maintain import keep_in_order, summary
from flows.orchestration.stages import as_task
from flows.settings import load_settings
from warehouse.folder import DataFolder


@flow(name="maintain", persist_result=False)
def maintain(data: str = "data", config: str = "sources.toml") -> None:
    """Compact the warehouse in the folder `data` and apply the retention that `config` states."""
    settings = load_settings(Path(config))
    folder = DataFolder(Path(data), settings.lake)
    done = as_task("maintain", lambda: keep_in_order(folder, settings, datetime.now(UTC)))
    text = summary(done) if done else "Nothing has landed yet."
    create_markdown_artifact(text, key="maintain-summary", description="Files before and after")
