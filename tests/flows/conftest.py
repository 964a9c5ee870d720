"""A data folder, runs on it without Prefect, and what has landed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from landed_pages import extract_here
from prefect_server import PrefectServer, open_server

from flows.ingestion.ingest import IngestResult, ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

Rows = list[tuple[Any, ...]]
Query = Callable[[str], Rows]
Ingest = Callable[..., IngestResult]
EXTRACTING = (
    "flows.stages.extract",
    "flows.landing.reread",
    "flows.explain.url_history",
    "flows.sources.sample",
    "flows.evaluation.extraction",
    "flows.stages.kept_parts",
)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture(autouse=True, scope="module")
def without_workers() -> Iterator[None]:
    """Pages are extracted in this process: a worker takes a second to start.

    Workers have tests of their own; a module that wants them has a fixture of this name that does nothing.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in EXTRACTING:
            patch.setattr(f"{module}.extract_pages", extract_here)
        yield


@pytest.fixture
def run_once(data: DataFolder, tmp_path: Path) -> Ingest:
    """One run without Prefect, over the sources in `sources.toml` beside the data folder."""

    def run(fetch: bool = False) -> IngestResult:
        return ingest(prepare_run(data.root, tmp_path / "sources.toml", fetch, workers=1), fetch, directly)

    return run


@pytest.fixture
def query(data: DataFolder) -> Query:
    """Rows of a query over the current snapshot."""

    def rows(sql: str) -> Rows:
        with connect(current_snapshot(data)) as connection:
            return connection.execute(sql).fetchall()

    return rows


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """One Prefect server for all tests of a file; one that idles to the end takes a tenth of a core."""
    with open_server(tmp_path_factory.mktemp("prefect") / "server") as server:
        yield server
