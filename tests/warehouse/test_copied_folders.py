"""A data folder that was copied, by whatever tool, is the lake that it was; nothing of it is removed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from warehouse_rows import NOON, article, hours, rows

from flows.matching.reelect_canonicals import reelect_canonicals
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.erasure.erase import erase
from warehouse.erasure.proof import traces
from warehouse.erasure.target import find_target
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.query.connection import connect
from warehouse.snapshots.manifest import BrokenManifest
from warehouse.snapshots.snapshot import EMPTY, commit, current_snapshot
from warehouse.snapshots.sweep import sweep
from warehouse.upkeep.fsck import check, repair


def lake(data: DataFolder, commits: int) -> None:
    snapshot = EMPTY
    for number in range(commits):
        snapshot = commit(data, snapshot, rows(article(f"n{number}")), [], hours(number))
        publish(data, snapshot)


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, DataFolder]:
    """Lakes of one commit and of three, to be copied from."""
    made = {commits: DataFolder(tmp_path_factory.mktemp(f"of{commits}") / "data") for commits in (1, 3)}
    for commits, data in made.items():
        data.create()
        lake(data, commits)
    return made


def by_command(*command: str) -> Callable[[Path, Path], None]:
    def copy(source: Path, target: Path) -> None:
        subprocess.run([*command, f"{source}/.", str(target)], check=True)

    return copy


def by_tar(source: Path, target: Path) -> None:
    with tarfile.open(target.with_suffix(".tar"), "w") as archive:
        archive.add(source, ".")
    with tarfile.open(target.with_suffix(".tar")) as archive:
        archive.extractall(target, filter="data")


def by_zip(source: Path, target: Path) -> None:
    """As most tools zip: links are followed."""
    shutil.make_archive(str(target), "zip", source)
    with zipfile.ZipFile(f"{target}.zip") as archive:
        archive.extractall(target)


def without_links(source: Path, target: Path) -> None:
    """As `rsync -r` does, and uploads: a link is left out."""
    shutil.copytree(source, target, symlinks=True)
    (target / "lake" / "current").unlink()


def with_links_as_text(source: Path, target: Path) -> None:
    """As git and some archivers write a link where there can be none."""
    shutil.copytree(source, target, symlinks=True)
    link = target / "lake" / "current"
    text = str(link.readlink())
    link.unlink()
    link.write_text(text)


COPIES = {
    "cp -r": by_command("cp", "-r"),
    "cp -rL": by_command("cp", "-rL"),
    "cp -a": by_command("cp", "-a"),
    "tar": by_tar,
    "zip": by_zip,
    "no links": without_links,
    "links as text": with_links_as_text,
}


def texts(data: DataFolder) -> int:
    with connect(current_snapshot(data)) as database:
        return len(database.execute("SELECT text FROM articles").fetchall())


@pytest.mark.parametrize("commits", [1, 3])
@pytest.mark.parametrize("way", COPIES)
def test_a_copied_folder_is_read_written_and_sound(
    lakes: dict[int, DataFolder], tmp_path: Path, way: str, commits: int
) -> None:
    copied = DataFolder(tmp_path / "copied")
    COPIES[way](lakes[commits].root, copied.root)
    assert texts(copied) == commits, "readers need no repair"
    with exclusive_writer(copied):
        base = current_snapshot(copied)
        publish(copied, commit(copied, base, rows(article("later")), [], hours(9)))
    assert texts(copied) == commits + 1
    with exclusive_writer(copied):
        assert repair(copied, check(copied)) == []
    assert check(copied) == []
    assert {path.name for path in copied.snapshots.iterdir()} == {str(n) for n in range(1, commits + 2)}


def test_fsck_names_a_link_that_is_missing_and_restores_it(data: DataFolder) -> None:
    lake(data, 1)
    data.current.unlink()
    (problem,) = check(data)
    assert (problem.path, problem.problem) == (data.current, "is missing; snapshot 1 is the newest")
    assert repair(data, [problem]) == []
    assert data.current.readlink().name == "1"


def test_a_snapshot_that_was_committed_while_the_folder_was_copied_is_taken_up(data: DataFolder) -> None:
    lake(data, 3)
    data.current.unlink()
    data.current.symlink_to("snapshots/1")
    assert "points to snapshot 1, but there is 3" in {problem.problem for problem in check(data)}
    sweep(data)
    assert texts(data) == 3


def test_a_newer_snapshot_that_lacks_a_file_is_kept_and_reported(data: DataFolder) -> None:
    lake(data, 2)
    data.current.unlink()
    data.current.symlink_to("snapshots/1")
    lost = next((data.snapshots / "2").rglob("articles-00000002-*"))
    lost.unlink()
    (data.files / lost.name).unlink()
    sweep(data)
    assert texts(data) == 1
    (aside,) = data.snapshots.glob("2.unlinked-*")
    assert aside in {problem.path for problem in repair(data, check(data))}, "and repair keeps it, too"
    lake_after = commit(data, current_snapshot(data), rows(article("b")), [], hours(5))
    assert lake_after.number == 2, "its number is free"


def test_files_that_a_manifest_names_stay_where_their_links_are_lost(data: DataFolder) -> None:
    lake(data, 2)
    for folder in (data.snapshots / "1").iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    names = {path.name for path in data.files.iterdir()}
    sweep(data)
    assert {path.name for path in data.files.iterdir()} == names
    assert repair(data, check(data)) == []


def test_nothing_is_removed_while_a_manifest_cannot_be_read(data: DataFolder) -> None:
    lake(data, 2)
    (data.snapshots / "1" / "manifest.json").write_text("{")
    stray = data.files / "articles-00000009-00000000.parquet"
    stray.write_bytes(b"whatever it is")
    sweep(data)
    assert stray.exists()


def test_data_files_without_any_snapshot_are_refused_or_kept_aside(data: DataFolder) -> None:
    lake(data, 1)
    shutil.rmtree(data.snapshots)
    data.current.unlink()
    with exclusive_writer(data):
        assert current_snapshot(data).is_empty
    (aside,) = data.quarantine.glob("unnamed-*")
    assert [path.name[:17] for path in aside.iterdir()] == ["articles-00000001"]
    (data.files / "articles-00000007-00000000.parquet").write_bytes(b"of a longer history")
    with pytest.raises(BrokenManifest, match="is empty, but"), exclusive_writer(data):
        pass


def test_a_tree_laid_out_ahead_that_a_copy_left_incomplete_is_not_built_upon(data: DataFolder) -> None:
    lake(data, 2)
    next((data.lake / "after-2").rglob("*.parquet")).unlink()
    publish(data, commit(data, current_snapshot(data), rows(article("x")), [], hours(9)))
    assert check(data) == []


def test_a_file_system_without_links_is_written_and_read(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **named: Any) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "symlink", refuse)
    lake(data, 2)
    assert data.current.read_text() == "snapshots/2"
    sweep(data)
    assert (texts(data), check(data)) == (2, [])


def test_an_erasure_reaches_what_was_set_aside(data: DataFolder) -> None:
    lake(data, 2)
    aside = data.snapshots / "2.unlinked-00000000"
    shutil.copytree(data.snapshots / "2", aside)
    target = find_target(data, "url", "https://example.org/n0")
    erase(data, target, "url", "tests", NOON, reelect_canonicals)
    assert (aside.exists(), traces(data, target)) == (False, [])
