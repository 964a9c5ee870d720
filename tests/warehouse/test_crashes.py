"""Every call that changes the disk, made to fail or be the last one: the lake is the old or the new one."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from failing_disk import run_until
from warehouse_rows import NOON, article, fetch, hours, page, rows

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import PART
from warehouse.derived.publish import publish
from warehouse.landing.segments import SegmentWriter, land_journals, pending_segments
from warehouse.snapshots.parquet import sha256_of
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot
from warehouse.snapshots.sweep import sweep


def land(root: Path) -> None:
    with SegmentWriter(DataFolder(root), "run2", "crawl", has_journal=True) as writer:
        writer.add(fetch("new"), page("new"))


def commit_what_landed(root: Path) -> None:
    data = DataFolder(root)
    sweep(data)
    base = current_snapshot(data)
    segments = pending_segments(data, base)
    if segments:
        fetches = [row for segment in segments for row in segment.fetches()]
        commit(data, base, rows(article("new"), fetches), segments, hours(1))


def publish_current(root: Path) -> None:
    data = DataFolder(root)
    publish(data, whole(data))


def lake_with_a_pending_segment(root: Path) -> None:
    data = DataFolder(root)
    data.create()
    publish(data, commit(data, EMPTY, rows([article(name) for name in "abc"]), [], NOON))
    land(root)


def whole(data: DataFolder) -> Snapshot:
    """The current snapshot, of which every file is as its manifest says, and no other is there."""
    snapshot = current_snapshot(data)
    for file in snapshot.manifest.files:
        path = snapshot.path / file.table / file.partition / file.name
        assert (sha256_of(path), pq.read_metadata(path).num_rows) == (file.sha256, file.rows)
    assert {path.name for path in snapshot.path.rglob("*.parquet")} == {
        f.name for f in snapshot.manifest.files
    }
    return snapshot


def leftovers(data: DataFolder) -> list[Path]:
    return [path for path in data.root.rglob("*") if path.name.endswith(PART)] + list(data.tmp.iterdir())


def articles_of_readers(data: DataFolder) -> int:
    with duckdb.connect(str(data.database), read_only=True) as reader:
        count: int = reader.execute("SELECT count(*) FROM articles").fetchall()[0][0]
    return count


def struck_while_landing(
    root: Path,
    operation: Callable[[Path], None],
    fault: str,
    prepare: Callable[[DataFolder], None] = lambda data: None,
) -> Iterator[DataFolder]:
    """A folder for every point at which `fault` can strike `operation`; what it left has landed."""
    point, outcome = 0, "struck"
    while outcome != "done":
        point += 1
        data = DataFolder(root / str(point))
        data.create()
        prepare(data)
        outcome = run_until(operation, data.root, point, fault)
        gc.collect()
        sweep(data)
        land_journals(data)
        yield data


def lake_with_an_unpublished_run(root: Path) -> None:
    lake_with_a_pending_segment(root)
    data = DataFolder(root)
    commit(data, whole(data), rows([article("d")]), [], NOON)


def struck(
    root: Path,
    operation: Callable[[Path], None],
    fault: str,
    prepare: Callable[[Path], None] = lake_with_a_pending_segment,
) -> Iterator[DataFolder]:
    """A lake for every point at which `fault` can strike `operation`, just after it did."""
    data = DataFolder(root / "data")
    prepare(data.root)
    shutil.copytree(data.root, root / "template", symlinks=True)
    for point in count(1):
        shutil.rmtree(data.root)
        shutil.copytree(root / "template", data.root, symlinks=True)
        outcome = run_until(operation, data.root, point, fault)
        yield data
        if outcome == "done":
            return


@pytest.mark.parametrize("fault", ["kill", "full"])
def test_a_commit_struck_anywhere_leaves_the_old_or_the_new_lake(tmp_path: Path, fault: str) -> None:
    points = 0
    for data in struck(tmp_path, commit_what_landed, fault):
        points += 1
        assert whole(data).manifest.rows("articles") in (3, 4)
        commit_what_landed(data.root)
        sweep(data)
        assert (whole(data).manifest.rows("articles"), whole(data).manifest.rows("pages")) == (4, 1)
        assert leftovers(data) == []
    assert points > 30


@pytest.mark.parametrize("fault", ["kill", "full"])
def test_a_publish_struck_anywhere_leaves_a_file_that_readers_can_open(tmp_path: Path, fault: str) -> None:
    points = 0
    for data in struck(tmp_path, publish_current, fault, lake_with_an_unpublished_run):
        points += 1
        assert articles_of_readers(data) in (3, 4)
        sweep(data)
        assert leftovers(data) == []
    assert articles_of_readers(data) == 4
    assert points > 3


@pytest.mark.parametrize("fault", ["kill", "full"])
def test_a_segment_struck_anywhere_is_there_whole_or_not_at_all(tmp_path: Path, fault: str) -> None:
    point = 0
    for data in struck_while_landing(tmp_path, land, fault):
        point += 1
        sizes = [sum(len(pages) for pages in segment.pages()) for segment in pending_segments(data, EMPTY)]
        assert sizes in ([], [1])
    assert sizes == [1]
    assert point > 4


@pytest.mark.parametrize("fault", ["kill", "full"])
def test_journals_struck_anywhere_while_they_land_give_each_row_once(tmp_path: Path, fault: str) -> None:
    def write_journals(data: DataFolder) -> None:
        for name in ("crawl0", "crawl1"):
            writer = SegmentWriter(data, "run2", name, has_journal=True)
            writer.expect(fetch(f"awaited by {name}"))
            writer.add(fetch(name), page(name))

    def land_them(root: Path) -> None:
        land_journals(DataFolder(root))

    point = 0
    for data in struck_while_landing(tmp_path, land_them, fault, write_journals):
        point += 1
        rows = [row.url for segment in pending_segments(data, EMPTY) for row in segment.fetches()]
        assert (len(rows), len(set(rows))) == (4, 4)
        assert [path.name for path in data.landing.iterdir() if path.is_file()] == []
    assert point > 6
