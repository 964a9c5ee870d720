from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from bucket_machines import LAKE_URL
from s3_server import empty_bucket, s3_server

from warehouse.base.data_folder import DataFolder
from warehouse.bucket.store import Bucket, open_bucket


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_server() as url:
        yield url


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    empty_bucket(endpoint)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    return open_bucket(LAKE_URL)
