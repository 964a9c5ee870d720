"""Landed keys are looked up in files of their own, which must never say more or less than the lake."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from warehouse_rows import NOON, article, digest, fetch, hours, page, rows

from warehouse.base.data_folder import DataFolder
from warehouse.checks.keys import landed_keys, refresh_keys
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, install


def keys(data: DataFolder, snapshot: Snapshot, table: str = "articles") -> list[Any]:
    with duckdb.connect() as database:
        return sorted(database.execute(landed_keys(data, snapshot, table)).fetchall())


def lake_of(data: DataFolder, *names: str) -> Snapshot:
    snapshot = EMPTY
    for hour, name in enumerate(names):
        snapshot = commit(data, snapshot, rows(article(name)), [], hours(hour))
    return snapshot


def test_keys_are_the_same_before_and_after_they_are_written_down(data: DataFolder) -> None:
    snapshot = lake_of(data, "a", "b")
    before = keys(data, snapshot)
    refresh_keys(data, snapshot)
    assert keys(data, snapshot) == before == sorted((digest(name, 16), 1, 1) for name in "ab")


def test_what_landed_since_is_read_from_its_own_file(data: DataFolder) -> None:
    snapshot = lake_of(data, "a")
    refresh_keys(data, snapshot)
    later = commit(data, snapshot, rows(article("a", revision=2)), [], hours(1))
    for path in snapshot.paths("articles"):
        path.unlink()  # nothing looks there any more
        (data.files / path.name).unlink()
    assert keys(data, later) == [(digest("a", 16), 1, 1), (digest("a", 16), 2, 1)]
    refresh_keys(data, later)
    assert keys(data, later) == [(digest("a", 16), 1, 1), (digest("a", 16), 2, 1)]


def test_keys_of_a_file_that_is_gone_are_forgotten(data: DataFolder) -> None:
    snapshot = lake_of(data, "a", "b")
    refresh_keys(data, snapshot)
    left = install(data, snapshot, snapshot.manifest.of("articles")[1:], hours(5), "erasure")
    assert keys(data, left) == [(digest("b", 16), 1, 1)]
    refresh_keys(data, left)
    assert digest("a", 16).encode() not in (data.keys / "articles.parquet").read_bytes()
    refresh_keys(data, install(data, left, [], hours(6), "erasure"))
    assert list(data.keys.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PAR1 no file of ours"])
def test_a_broken_file_of_keys_is_not_used(data: DataFolder, content: bytes) -> None:
    snapshot = lake_of(data, "a")
    data.keys.mkdir()
    (data.keys / "articles.parquet").write_bytes(content)
    assert keys(data, snapshot) == [(digest("a", 16), 1, 1)]


def test_pages_have_keys_too(data: DataFolder) -> None:
    with SegmentWriter(data, "run", "crawl") as writer:
        writer.add(fetch("a"), page("a"))
    snapshot = commit(data, EMPTY, rows(article("a")), pending_segments(data, EMPTY), NOON)
    refresh_keys(data, snapshot)
    assert keys(data, snapshot, "pages") == [(page("a").page_id,)]
