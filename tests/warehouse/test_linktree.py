"""The directory that the next snapshot grows from is laid out ahead: it must never show."""

from __future__ import annotations

from pathlib import Path

import pytest
from warehouse_rows import NOON, article, band, hours, rows

from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.linktree import lay_out_next
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, install
from warehouse.snapshots.sweep import sweep


def tree(snapshot: Snapshot) -> set[Path]:
    return {path.relative_to(snapshot.path) for path in snapshot.path.rglob("*")}


def named(snapshot: Snapshot) -> set[Path]:
    return {Path(file.table) / file.partition / file.name for file in snapshot.manifest.files}


def laid_out(data: DataFolder) -> list[str]:
    return [path.name for path in data.lake.glob("after-*")]


def test_a_commit_grows_from_what_was_laid_out_ahead_and_takes_it_away(data: DataFolder) -> None:
    base = commit(data, EMPTY, rows(article("a")), [], NOON)
    lay_out_next(data, base.manifest)
    assert laid_out(data) == ["after-1"]
    snapshot = commit(data, base, rows(article("b"), band("b", 1)), [], hours(1))
    assert laid_out(data) == []
    assert {path for path in tree(snapshot) if path.suffix == ".parquet"} == named(snapshot)
    assert {path for path in tree(base) if path.suffix == ".parquet"} == named(base)


def test_files_that_a_snapshot_drops_leave_no_directory_behind(data: DataFolder) -> None:
    base = commit(data, EMPTY, rows(article("a"), band("a", 1)), [], NOON)
    lay_out_next(data, base.manifest)
    snapshot = install(data, base, base.manifest.of("articles"), hours(1), "maintenance")
    assert {path.name for path in snapshot.path.iterdir()} == {"articles", "manifest.json"}


@pytest.mark.parametrize("ahead", [True, False])
def test_the_lake_is_the_same_whether_anything_was_laid_out_or_not(data: DataFolder, ahead: bool) -> None:
    base = commit(data, EMPTY, rows(article("a")), [], NOON)
    if ahead:
        lay_out_next(data, base.manifest)
    snapshot = commit(data, base, rows(article("b")), [], hours(24 * 9))
    folders = sorted(path.name for path in snapshot.path.joinpath("articles").iterdir())
    assert folders == ["landed_month=2026-11", "landed_month=2026-12"]


def test_what_was_laid_out_for_an_older_snapshot_is_swept_away(data: DataFolder) -> None:
    base = commit(data, EMPTY, rows(article("a")), [], NOON)
    current = commit(data, base, rows(article("b")), [], hours(1))
    lay_out_next(data, base.manifest)
    sweep(data)
    assert laid_out(data) == []
    lay_out_next(data, current.manifest)
    assert sweep(data) == 0
    assert laid_out(data) == ["after-2"]
