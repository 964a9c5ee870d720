"""A lake that lives in its data folder and nowhere else: what writers do there is all that is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.manifest import DataFile, Manifest
from warehouse.snapshots.retained import snapshot_numbers, snapshot_of
from warehouse.snapshots.snapshot import Snapshot


class LocalCatalog:
    """The snapshots of a data folder; see `warehouse.snapshots.catalog.Catalog`."""

    keeps_manifests = False

    def __init__(self, data: DataFolder) -> None:
        self._data = data

    @staticmethod
    def checked_url(url: str) -> str:
        return url

    def numbers(self) -> tuple[int, ...]:
        return snapshot_numbers(self._data)

    def snapshot(self, number: int) -> Snapshot:
        return snapshot_of(self._data, number)

    def pull(self) -> None:
        pass

    def commit(self, manifest: Manifest) -> None:
        pass

    def publish(self, manifest: Manifest) -> None:
        pass

    def fetch(self, file: DataFile, path: Path) -> bool:
        return False

    def expire(self, now: datetime, kept_for: timedelta, keep: int) -> None:
        pass

    def redaction(
        self, searched: Mapping[str, DataFile], redacted: Mapping[str, Sequence[DataFile]]
    ) -> AbstractContextManager[None]:
        return nullcontext()
