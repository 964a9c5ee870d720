from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from told_progress import ToldProgress
from warehouse_rows import NOON, article, band, hours, rows, signature

from dedupe.articles.version import Matching, matching_version
from flows.cli import cli
from flows.upkeep.rebuild_signatures import rebuild_outdated_signatures, rebuild_signatures
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.query.connection import connect
from warehouse.search.index import drop_index, search
from warehouse.snapshots.manifest import read_manifest
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot, open_snapshot
from warehouse.tables import SCHEMA_VERSION
from warehouse.upkeep.fsck import check, repair


@pytest.fixture
def lake(data: DataFolder) -> Snapshot:
    base = commit(data, EMPTY, rows(article("a"), band("a", 1)), [], NOON)
    snapshot = commit(data, base, rows(article("b", text="The ferry sails.")), [], hours(1))
    publish(data, snapshot)
    return snapshot


def break_copy(path: Path, content: bytes) -> None:
    """Give one name other bytes, and leave the other names of the file alone."""
    path.unlink()
    path.write_bytes(content)


def test_a_sound_lake_has_no_problem(data: DataFolder, lake: Snapshot) -> None:
    assert check(data) == []


def test_every_file_is_told_of_once_when_it_was_read(data: DataFolder, lake: Snapshot) -> None:
    commit(data, lake, rows(article("later")), [], hours(2))
    told = ToldProgress()
    check(data, told)
    assert (told.stages["fsck"].total, told.stages["fsck"].done) == (len(list(data.files.iterdir())),) * 2


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_a_damaged_copy_is_named_and_repaired_from_an_undamaged_one(
    data: DataFolder, lake: Snapshot, damage: str
) -> None:
    path = lake.paths("articles")[0]
    content = path.read_bytes()
    flipped = content[:40] + bytes([content[40] ^ 1]) + content[41:]
    if damage == "gone":
        path.unlink()
    else:
        break_copy(path, content[:-5] if damage == "cut" else flipped)
    (problem,) = check(data)
    assert problem.path == path
    assert repair(data, [problem]) == []
    assert path.read_bytes() == content


def test_bands_that_no_copy_has_any_more_are_built_rebuilt(data: DataFolder, lake: Snapshot) -> None:
    for path in data.lake.rglob(lake.manifest.of("bands")[0].name):
        path.unlink()
    rebuilt = rebuild_signatures(data, lake, hours(2), 14)
    assert rebuilt.manifest.rows("bands") > 2
    assert all(path.exists() for path in rebuilt.paths("bands"))


@pytest.mark.parametrize("change", [None, "bands", "rows", "width", "seed", "rule"])
def test_signatures_of_another_matching_version_are_rebuilt_once(
    data: DataFolder, lake: Snapshot, change: str | None
) -> None:
    """Without a change it is a signature of before schema 2.1, which states no version."""
    changes = {change: getattr(Matching(), change) + 1} if change else {}
    version = replace(Matching(), **changes).version if change else None
    commit(data, lake, rows(signature("a", matching_version=version)), [], hours(2))
    (line,) = rebuild_outdated_signatures(data, hours(2), 14)
    assert "another matching version" in line
    with connect(current_snapshot(data)) as database:
        versions = database.execute("SELECT DISTINCT matching_version FROM landed.signatures").fetchall()
    assert versions == [(matching_version(),)]
    assert rebuild_outdated_signatures(data, hours(2), 14) == []


def test_what_no_copy_has_any_more_stays_named(data: DataFolder, lake: Snapshot) -> None:
    name = lake.manifest.of("bands")[0].name
    for path in data.lake.rglob(name):
        path.unlink()
    problems = check(data)
    assert {problem.problem for problem in problems} == {"is missing"}
    assert len(repair(data, problems)) == len(problems)


def test_a_file_that_no_manifest_names_is_a_problem(data: DataFolder, lake: Snapshot) -> None:
    (lake.path / "articles" / "stray.parquet").write_bytes(b"x")
    (problem,) = check(data)
    assert problem.problem == "is not in the manifest"


def test_a_missing_index_is_named_and_built_rebuilt(data: DataFolder, lake: Snapshot) -> None:
    drop_index(data)
    (problem,) = check(data)
    assert (problem.path, repair(data, [problem])) == (data.search, [])
    assert len(search(data, "ferry", 5)) == 1


@pytest.mark.parametrize("content", [None, "", "{"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_lost_manifest_is_rebuilt_from_the_files_of_its_snapshot(
    data: DataFolder, lake: Snapshot, number: int, content: str | None
) -> None:
    path = data.snapshots / str(number) / "manifest.json"
    before = read_manifest(path)
    path.unlink()
    if content is not None:
        path.write_text(content)
    assert check(data)
    assert repair(data, check(data)) == []
    after = read_manifest(path)
    assert sorted(after.files, key=str) == sorted(before.files, key=str)
    assert (after.number, after.parent, after.schema_version) == (number, before.parent, SCHEMA_VERSION)
    assert current_snapshot(data) == open_snapshot(data.snapshots / "2"), "no snapshot is rolled back"


def test_a_lost_manifest_is_not_rebuilt_from_a_file_that_cannot_be_read(
    data: DataFolder, lake: Snapshot
) -> None:
    (lake.path / "manifest.json").unlink()
    (newest,) = data.files.glob("articles-00000002-*")
    for copy in data.lake.rglob(newest.name):
        break_copy(copy, b"no footer")
    assert {problem.path.name for problem in repair(data, check(data))} == {"manifest.json"}


def test_repair_rebuilds_the_view_file_and_the_index(data: DataFolder, lake: Snapshot) -> None:
    data.database.unlink()
    (data.search / "meta.json").write_text("broken")
    assert {problem.path for problem in check(data)} == {data.database, data.search}
    assert repair(data, check(data)) == []
    assert check(data) == []
    with duckdb.connect(str(data.database), read_only=True) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert len(search(data, "ferry", 5)) == 1


def test_the_verb_says_what_is_left_to_do_by_hand(data: DataFolder, lake: Snapshot) -> None:
    (lake.path / "articles" / "stray.parquet").write_bytes(b"x")
    result = CliRunner().invoke(cli, ["--data", str(data.root), "fsck", "--repair"])
    assert (result.exit_code, "1 need manual repair" in result.output) == (1, True)


def test_a_folder_without_a_lake_is_not_called_sound(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["--data", str(tmp_path / "mistyped"), "fsck"])
    assert (result.exit_code, "nothing has landed yet" in result.output) == (1, True)


def test_the_verb_names_problems_repairs_and_signs_rebuilt(data: DataFolder, lake: Snapshot) -> None:
    lake.paths("articles")[0].unlink()
    runner = CliRunner()
    arguments = ["--data", str(data.root), "fsck"]
    broken = runner.invoke(cli, arguments)
    assert (broken.exit_code, "is missing" in broken.output) == (1, True)
    assert runner.invoke(cli, [*arguments, "--repair"]).exit_code == 0
    assert "copydesk fsck --repair" in broken.output
    rebuilt = runner.invoke(cli, [*arguments, "--rebuild-bands", "99999"])
    assert "2 signatures rebuilt" in rebuilt.output
    snapshot = current_snapshot(data)
    assert snapshot.manifest.rows("signatures") == 2
    assert snapshot.manifest.rows("bands") > 2
