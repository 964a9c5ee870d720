"""For all tests: an environment that is theirs alone, and properties that try the same examples every time.

Tests run in several processes at once (`make test`), so none may lean on a port, a folder or a variable that
another one uses. Tests that share something expensive stand in one file, which one process runs.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from copied_views import copy_views
from hypothesis import HealthCheck, settings
from preloaded_processes import preload

from warehouse.base.database import OFFLINE

_HOME = tempfile.TemporaryDirectory(prefix="copydesk-tests-")
_INHERITED = ("AWS_", "COPYDESK_", "PREFECT_", "SCRAPY_")

for _name in [name for name in os.environ if name.startswith(_INHERITED)]:
    del os.environ[_name]
os.environ |= {
    "HOME": _HOME.name,
    "PREFECT_HOME": f"{_HOME.name}/prefect",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "DO_NOT_TRACK": "1",
}

LONGEST = (
    "flows/test_prefect_flow.py",
    "warehouse/test_fault_sweep.py",
    "flows/test_prefect_trouble.py",
    "flows/test_tutorial.py",
    "flows/test_documented_servers.py",
    "flows/test_year.py",
    "flows/test_newsroom_runs.py",
    "warehouse/test_erasure.py",
    "flows/test_stopping.py",
    "flows/test_damaged_lake.py",
    "warehouse/test_lost_race.py",
    "warehouse/test_crashes.py",
    "flows/test_evaluate_duplicates.py",
    "flows/test_documented_commands.py",
    "spiders/test_hostile.py",
    "flows/test_crawl_stage.py",
)
"""The files that take longest, which begin first: for one that begins last all workers but one wait."""

settings.register_profile(
    "copydesk",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("copydesk")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {Path(__file__).parent / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


@pytest.fixture(autouse=True, scope="session")
def no_power_cut() -> Iterator[None]:
    """Nobody cuts the power during a test, so nobody waits for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """DuckDB reads these small lakes in one thread: to share them out costs more than it gains.

    Commands in processes of their own have all threads, and so has `make duckdb-next`.
    """
    with pytest.MonkeyPatch.context() as patch:
        if duckdb.__version__.startswith("1."):
            patch.setitem(OFFLINE, "threads", 1)
        yield


@pytest.fixture(autouse=True, scope="session")
def copied_views() -> Iterator[None]:
    """Lakes that are opened or published in this process copy their views, which are the same for all."""
    with pytest.MonkeyPatch.context() as patch:
        copy_views(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def preloaded_processes(plain_installation: None) -> Iterator[None]:
    """Crawl processes and workers that tests start are spared their imports."""
    with pytest.MonkeyPatch.context() as patch:
        preload(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def plain_installation() -> Iterator[None]:
    """Processes that tests start find no pandas, as in a plain installation.

    Only tests want it, and DuckDB and Arrow load it wherever it is: half a second for every process.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).with_name("plain_installation")), prepend=os.pathsep)
        yield
