from datetime import UTC, datetime

import pytest

from warehouse.base.data_folder import DataFolder

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def now():
    return NOW
