from datetime import UTC, datetime
from pathlib import Path

import pytest

from warehouse.base.data_folder import DataFolder

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def now() -> datetime:
    return NOW
