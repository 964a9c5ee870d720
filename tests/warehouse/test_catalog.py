"""Another place for a lake is a class and a line of `CATALOGS`: here, a dictionary of this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import duckdb
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from warehouse_rows import article, hours, page, rows

from flows.cli.asof import chosen_snapshot
from flows.configuration import ConfigError, data_folder
from warehouse.base.data_folder import DataFolder
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect
from warehouse.snapshots import catalog
from warehouse.snapshots.catalog import SnapshotTaken, catalog_of
from warehouse.snapshots.manifest import DataFile, Manifest
from warehouse.snapshots.snapshot import StaleBase, make_current

URL = "memory://newsroom"
FILES = MemoryFileSystem()


@dataclass(frozen=True)
class MemorySnapshot:
    manifest: Manifest
    root: str = URL

    @property
    def number(self) -> int:
        return self.manifest.number

    def locations(self, table: str) -> list[str]:
        return [f"{URL}/{file.name}" for file in self.manifest.of(table)]

    def admit(self, database: duckdb.DuckDBPyConnection) -> None:
        database.register_filesystem(FILES)


class MemoryCatalog:
    """The whole of a third backend."""

    keeps_manifests = True
    manifests: ClassVar[dict[int, Manifest]] = {}  # what all machines share
    published: ClassVar[list[int]] = []

    def __init__(self, data: DataFolder) -> None:
        self._data = data

    @staticmethod
    def checked_url(url: str) -> str:
        return url

    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(self.manifests))

    def snapshot(self, number: int) -> MemorySnapshot:
        return MemorySnapshot(self.manifests[number])

    def pull(self) -> None:
        if self.manifests and Lake(self._data).current().number < max(self.manifests):
            newest = self.manifests[max(self.manifests)]
            for file in newest.files:
                (self._data.files / file.name).write_bytes(FILES.cat(f"{URL}/{file.name}"))
            make_current(self._data, newest)

    def commit(self, manifest: Manifest) -> None:
        if manifest.number in self.manifests:
            raise SnapshotTaken(URL, manifest.number)
        for file in manifest.files:
            FILES.pipe(f"{URL}/{file.name}", (self._data.files / file.name).read_bytes())
        self.manifests[manifest.number] = manifest

    def publish(self, manifest: Manifest) -> None:
        self.published.append(manifest.number)

    def fetch(self, file: DataFile, path: Path) -> bool:
        path.write_bytes(FILES.cat(f"{URL}/{file.name}"))
        return True

    def expire(self, now: datetime, kept_for: timedelta, keep: int) -> None:
        for number in self.numbers()[:-keep]:
            del self.manifests[number]

    @contextmanager
    def redaction(
        self, searched: Mapping[str, DataFile], redacted: Mapping[str, Sequence[DataFile]]
    ) -> Iterator[None]:
        for number, manifest in self.manifests.items():
            files = tuple(new for file in manifest.files for new in redacted.get(file.name, [file]))
            self.manifests[number] = replace(manifest, files=files)
        yield


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(catalog.CATALOGS, "memory", "memory_catalog:MemoryCatalog")
    monkeypatch.setitem(sys.modules, "memory_catalog", SimpleNamespace(MemoryCatalog=MemoryCatalog))
    monkeypatch.setattr(MemoryCatalog, "manifests", {})
    monkeypatch.setattr(MemoryCatalog, "published", [])
    yield
    FILES.store.clear()


def titles(lake: Lake, number: int | None = None) -> list[str]:
    with connect(lake.numbered(number) if number else lake.newest()) as database:
        return [title for (title,) in database.execute("SELECT title FROM articles ORDER BY 1").fetchall()]


@pytest.mark.usefixtures("shared")
def test_a_third_backend_is_written_and_read_through_its_registration_alone(tmp_path: Path) -> None:
    for hour, (machine, name) in enumerate([("one", "a"), ("two", "b"), ("one", "c")]):
        with exclusive_writer(DataFolder(tmp_path / machine, URL)) as lake:
            lake.publish(lake.commit(lake.current(), rows(article(name), page(name)), [], hours(hour)))
    elsewhere = Lake(DataFolder(tmp_path / "nowhere", URL))
    assert titles(elsewhere) == ["Title of a", "Title of b", "Title of c"]
    assert titles(elsewhere, 2) == ["Title of a", "Title of b"]
    assert elsewhere.as_of(hours(0.5)).number == 1
    assert not elsewhere.data.root.exists()
    assert MemoryCatalog.published == [1, 2, 3]


@pytest.mark.usefixtures("shared")
def test_of_two_writers_of_a_third_backend_one_wins(tmp_path: Path) -> None:
    one, two = (Lake(DataFolder(tmp_path / name, URL)) for name in ("one", "two"))
    for lake in (one, two):
        lake.data.create()
    one.commit(one.current(), rows(article("a"), page("a")), [], hours(0))
    with pytest.raises(SnapshotTaken, match="memory://newsroom: another writer committed snapshot 1 first"):
        two.commit(two.current(), rows(article("b"), page("b")), [], hours(1))
    assert two.current().is_empty and titles(one) == ["Title of a"]


@pytest.mark.usefixtures("shared")
def test_the_configuration_takes_the_url_of_a_registered_backend_and_names_others(tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    config.write_text(f'[warehouse]\nlake = "{URL}"\n')
    data = data_folder(tmp_path / "data", config)
    assert data.catalog_url == URL
    assert chosen_snapshot(data, None, None).number == 0
    config.write_text('[warehouse]\nlake = "ftp://host/lake"\n')
    with pytest.raises(ConfigError, match=r"unsupported URL scheme for a lake; supported: s3://, memory://"):
        data_folder(tmp_path / "data", config)


def test_a_local_lake_is_read_written_and_dated_through_the_same_object(tmp_path: Path) -> None:
    with exclusive_writer(DataFolder(tmp_path)) as lake:
        assert (lake.current().is_empty, lake.newest().number) == (True, 0)
        base = lake.commit(lake.current(), rows(article("a"), page("a")), [], hours(0))
        lake.publish(lake.commit(base, rows(article("b"), page("b")), [], hours(1)))
    with lake.connect() as database:
        assert database.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
    assert catalog_of(lake.data).numbers() == (1, 2)
    assert (titles(lake, 1), lake.as_of(hours(0.5)).number) == (["Title of a"], 1)
    with pytest.raises(StaleBase, match="snapshot 2 is current"):
        lake.commit(base, rows(article("c"), page("c")), [], hours(2))
