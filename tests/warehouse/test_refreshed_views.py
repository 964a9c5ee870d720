"""Views that follow run upon run say what rebuilt views say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from warehouse_rows import NOON, article, duplicate, hours, rows

from warehouse.base.data_folder import DataFolder
from warehouse.query import refreshed_views
from warehouse.query.connection import connect
from warehouse.query.refreshed_views import refresh_views
from warehouse.query.viewfile import publish_views
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot, install
from warehouse.tables import Record

HIDDEN = "SELECT * FROM hidden ORDER BY text_key"


@pytest.fixture
def rebuilt(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the snapshots of which the file was rebuilt."""
    numbers: list[int] = []

    def publish(data: DataFolder, snapshot: Snapshot) -> None:
        numbers.append(snapshot.number)
        publish_views(data, snapshot)

    monkeypatch.setattr(refreshed_views, "publish_views", publish)
    return numbers


def test_hidden_texts_after_each_run_are_those_of_all_history(data: DataFolder, rebuilt: list[int]) -> None:
    snapshot = EMPTY
    for hour, batch in enumerate(_batches(random.Random(11))):
        snapshot = commit(data, snapshot, rows(batch), [], hours(hour))
        if hour % 3:  # a run may commit several times before it publishes
            refresh_views(data, snapshot)
            assert _read(data, HIDDEN) == _hidden(snapshot)
    assert rebuilt == [2]


def _batches(rng: random.Random) -> Iterator[list[Record]]:
    """New articles, revisions, better extractions, copies, and copies that leave their clusters."""
    latest: dict[str, tuple[int, int]] = {}
    for number in range(9):
        batch: list[Record] = []
        for name in rng.sample(sorted(latest), min(len(latest), 4)):
            revision, extraction = latest[name]
            latest[name] = rng.choice([(revision + 1, 1), (revision, extraction + 1)])
            batch.append(article(name, revision=latest[name][0], extraction=latest[name][1]))
        for name in (f"{number}-{one}" for one in range(4)):
            latest[name] = (1, 1)
            batch.append(article(name))
        for name in rng.sample(sorted(latest), 4):
            batch.append(duplicate(name, of=rng.choice(sorted(latest)), revision=latest[name][0]))
        yield batch


def test_views_and_macros_read_the_snapshot_that_is_published_last_and_keep_their_comments(
    data: DataFolder, rebuilt: list[int]
) -> None:
    first = commit(data, EMPTY, rows(article("a")), [], NOON)
    refresh_views(data, first)
    comments = "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL"
    before = _read(data, comments)
    refresh_views(data, commit(data, first, rows(article("b", revision=2)), [], hours(1)))
    assert _read(data, "SELECT title FROM articles ORDER BY title") == [("Title of a",), ("Title of b",)]
    found = "SELECT count(*) FROM source_day('example', DATE '2026-07-01')"
    assert _read(data, found) == _read_rebuilt(data, found)
    assert (_read(data, comments), rebuilt) == (before, [1])


def test_a_snapshot_that_is_published_already_is_not_published_again(
    data: DataFolder, rebuilt: list[int]
) -> None:
    snapshot = commit(data, EMPTY, rows(article("a")), [], NOON)
    for _ in range(2):
        refresh_views(data, snapshot)
    assert rebuilt == [1]


@pytest.mark.parametrize("cause", ["maintenance", "erasure", "repair"])
def test_after_anything_but_a_run_the_views_are_rebuilt(
    data: DataFolder, rebuilt: list[int], cause: str
) -> None:
    first = commit(data, EMPTY, rows(article("a")), [], NOON)
    refresh_views(data, first)
    refresh_views(data, install(data, first, first.manifest.files, hours(1), cause))
    assert rebuilt == [1, 2]


def test_a_file_that_someone_else_put_there_is_rebuilt(data: DataFolder, rebuilt: list[int]) -> None:
    snapshot = commit(data, EMPTY, rows(article("a")), [], NOON)
    refresh_views(data, snapshot)
    data.database.unlink()
    data.database.write_bytes(b"junk")
    refresh_views(data, snapshot)
    assert rebuilt == [1, 1]


def test_a_file_that_cannot_be_changed_is_rebuilt(
    data: DataFolder, rebuilt: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = commit(data, EMPTY, rows(article("a")), [], NOON)
    refresh_views(data, first)

    def broken(*_: object, **__: object) -> None:
        raise duckdb.IOException("checksum of a block does not match")

    monkeypatch.setattr(refreshed_views, "install_database", broken)
    refresh_views(data, commit(data, first, rows(article("b")), [], hours(1)))
    assert rebuilt == [1, 2]


def _read(data: DataFolder, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(data.database), read_only=True) as database:
        return database.execute(sql).fetchall()


def _read_rebuilt(data: DataFolder, sql: str) -> list[tuple[Any, ...]]:
    with connect(current_snapshot(data)) as database:
        return database.execute(sql).fetchall()


def _hidden(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    with connect(snapshot) as database:
        return database.execute(HIDDEN).fetchall()
