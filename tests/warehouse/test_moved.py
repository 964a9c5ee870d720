"""Folders that are moved, copied or seen under another path, read by a plain DuckDB in another process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, digest, duplicate, fetch, hours, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import run_lock
from warehouse.derived.publish import publish
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.query.viewtext import MACROS, VIEWS
from warehouse.snapshots.snapshot import EMPTY, commit
from warehouse.upkeep.fsck import check, repair

READER = """
import json, sys, duckdb
database = duckdb.connect()
for alias, path in json.loads(sys.argv[1]).items():
    quoted = path.replace("'", "''")
    database.execute(f"ATTACH '{quoted}' AS {alias} (READ_ONLY)")
print(json.dumps([database.execute(sql).fetchall() for sql in sys.argv[2:]], default=str))
"""


def read(files: dict[str, Path], *queries: str) -> list[list[list[object]]]:
    """The results of a DuckDB that knows nothing of copydesk, in another process and another directory."""
    named = json.dumps({alias: str(path) for alias, path in files.items()})
    command = [sys.executable, "-c", READER, named, *queries]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=400)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


TITLES = "SELECT title FROM news.articles ORDER BY title"


@pytest.fixture
def desk(data: DataFolder) -> DataFolder:
    first = [article("a"), article("b"), duplicate("b", of="a"), fetch("a"), fetch("b")]
    text = "Second paragraph of a.\nAnother paragraph."
    edit = [article("a", revision=2, page_id="p2", text=text)]
    publish(data, commit(data, commit(data, EMPTY, rows(*first), [], NOON), rows(*edit), [], hours(1)))
    return data


def moved(desk: DataFolder, name: str = "else where's [2]") -> DataFolder:
    return DataFolder(desk.root.rename(desk.root.with_name(name)))


def status(data: DataFolder, config: Path = Path("none.toml")) -> str:
    done = CliRunner().invoke(cli, ["--data", str(data.root), "--config", str(config), "status"])
    assert done.exit_code == 0, done.output
    return done.stderr


def test_every_view_and_macro_works_under_the_alias_that_a_reader_chose(desk: DataFolder) -> None:
    key, copy = digest("a", 16), digest("b", 16)
    calls = {
        "copies_of": f"SELECT title, is_canonical FROM {{}}.copies_of('{copy}')",
        "revision_diff": f"SELECT change, before, after FROM {{}}.revision_diff('{key}')",
        "source_day": "SELECT count(*) FROM {}.source_day('example-news', '2026-11-22')",
    }
    assert calls.keys() == set(MACROS)
    own = [sql.replace("{}.", "news.main.") for sql in calls.values()]
    for_aliases = [sql.format(alias) for alias in ("news", "other") for sql in calls.values()]
    views = [f"SELECT count(*) FROM other.{name}" for name in VIEWS]
    scalar = "SELECT len(other.blocks_of('a', ['paragraph']))"
    results = read({"news": desk.database, "other": desk.database}, *own, *for_aliases, *views, scalar)
    assert (
        results[:3]
        == results[3:6]
        == results[6:9]
        == [
            [["Title of a", True]],
            [["removed", "First paragraph of a.", None], ["added", None, "Another paragraph."]],
            [[2]],
        ]
    )
    assert results[-1] == [[1]]


def test_a_folder_that_was_moved_is_read_where_it_is_after_any_verb(desk: DataFolder) -> None:
    here = moved(desk)
    (fault,) = check(here)
    assert (fault.path, "in place of this folder's" in fault.problem) == (here.database, True)
    assert status(here) == ""
    assert check(here) == []
    assert read({"news": here.database}, TITLES) == [[["Title of a"]]]


def test_a_copy_reads_its_own_files(desk: DataFolder) -> None:
    copy = DataFolder(desk.root.with_name("copy"))
    shutil.copytree(desk.root, copy.root, symlinks=True)
    assert repair(copy, check(copy)) == []
    shutil.rmtree(desk.lake)
    assert read({"news": copy.database}, TITLES) == [[["Title of a"]]]


def test_a_run_makes_the_views_again_before_it_crawls(desk: DataFolder) -> None:
    here = moved(desk)
    with exclusive_writer(here):
        assert read({"news": here.database}, TITLES) == [[["Title of a"]]]


def test_a_reader_does_not_wait_for_a_writer(desk: DataFolder) -> None:
    here = moved(desk)
    with run_lock(here):
        assert "was not rebuilt: already running" in status(here)


def test_readers_may_see_the_folder_under_another_path(desk: DataFolder, tmp_path: Path) -> None:
    seen, config = tmp_path / "as seen by readers", tmp_path / "sources.toml"
    config.write_text(f'[warehouse]\nreaders = "{seen}/"\n')
    status(desk, config)
    assert check(replace(desk, readers=str(seen))) == []
    assert [problem.path for problem in check(desk)] == [desk.database]
    seen.symlink_to(desk.root)
    diff = f"SELECT change FROM news.revision_diff('{digest('a', 16)}')"
    results = read({"news": seen / "warehouse.duckdb"}, TITLES, diff, "SELECT max(sql) FROM duckdb_views()")
    assert results[:2] == [[["Title of a"]], [["removed"], ["added"]]]
    shutil.rmtree(desk.lake)


def test_paths_of_other_systems_are_written_as_readers_name_them(desk: DataFolder) -> None:
    windows = replace(desk, readers="N:/news")
    with exclusive_writer(windows):
        assert check(windows) == []
    sql = "SELECT count(*) FROM duckdb_views() WHERE contains(sql, 'file:///N:/news/lake/snapshots/2/')"
    ((count,),) = read({"news": desk.database}, sql)[0]
    assert count
