"""A lake with damaged files is mended or goes on without them, and says what was lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from landed_pages import fetched, leave_behind, page_of

from flows.cli import cli
from flows.ingestion.ingest import IngestResult, ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from warehouse.base.data_folder import DataFolder
from warehouse.checks.replay import entries
from warehouse.landing.segments import Segment
from warehouse.upkeep.damaged_files import LostFile
from warehouse.upkeep.fsck import check

Ask = Callable[[str], list[tuple[Any, ...]]]
Run = Callable[[], IngestResult]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake that two runs have landed in."""
    data = DataFolder(tmp_path_factory.mktemp("sound") / "data")
    data.create()
    for name in ("whale", "bridge"):
        leave_behind(data, [page_of(name, name)])
        ingest(prepare_run(data.root, data.root.with_name("sources.toml"), False, workers=1), False, directly)
    return data.root


@pytest.fixture
def lake(sound: Path, data: DataFolder) -> DataFolder:
    """A copy of it, in which what was one file under several names is so again."""
    data.root.rename(data.root.with_name("empty"))
    subprocess.run(["cp", "-a", str(sound), str(data.root)], check=True)
    return data


def damage(path: Path) -> None:
    """Cut a file in place: all its hard links are cut."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def newest(data: DataFolder, table: str) -> Path:
    return max(data.files.glob(f"{table}-*"))


def fsck(data: DataFolder, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["--data", str(data.root), "fsck", *options], catch_exceptions=False)
    return result.exit_code, result.output


def test_a_run_goes_on_without_a_cut_file_and_names_the_lost_articles(
    lake: DataFolder, run_once: Run, ask: Ask
) -> None:
    cut = newest(lake, "articles")
    damage(cut)
    leave_behind(lake, [page_of("forest", "later")])
    (landed,) = run_once().landed
    assert landed.run.new == 1
    assert sum(cut.name in line for line in landed.run.findings) == 1
    assert ask("select count(*) from articles") == [(2,)]
    (kept,) = entries(lake)
    assert (kept.path / "lost.txt").read_text() == "https://gazette.example/bridge\n"
    assert (kept.path / f"{cut.name}.damaged").exists()
    assert check(lake) == []


@pytest.mark.parametrize("table", ["bands", "signatures"])
def test_signatures_and_bands_that_are_cut_are_made_again(
    lake: DataFolder, run_once: Run, ask: Ask, table: str
) -> None:
    damage(newest(lake, table))
    run_once()
    assert ask("select count(distinct article_id) from landed.signatures") == [(2,)]
    assert (ask("select count(*) from articles"), check(lake)) == ([(2,)], [])


def test_a_file_with_a_sound_copy_is_restored_before_a_run(lake: DataFolder, run_once: Run, ask: Ask) -> None:
    path = newest(lake, "articles")
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:100])
    run_once()
    assert (path.read_bytes(), entries(lake), ask("select count(*) from articles")) == (content, [], [(2,)])


def test_a_file_that_is_missing_everywhere_stops_a_run_until_people_give_it_up(
    lake: DataFolder, run_once: Run, ask: Ask
) -> None:
    name = newest(lake, "articles").name
    for path in list(lake.lake.rglob(name)):
        path.unlink()
    with pytest.raises(LostFile, match="fsck --repair --give-up"):
        run_once()
    assert fsck(lake, "--repair")[0] == 1
    code, output = fsck(lake, "--repair", "--give-up")
    assert (code, "1 articles lost" in output) == (0, True)
    run_once()
    assert ask("select url from articles") == [("https://gazette.example/whale",)]


def test_fsck_keeps_the_row_groups_that_can_be_decoded(lake: DataFolder, ask: Ask) -> None:
    path = newest(lake, "articles")
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    with path.open("r+b") as file:
        file.write(content)
    code, output = fsck(lake, "--repair")
    assert (code, path.name in output, check(lake)) == (0, True, [])
    assert ask("select count(*) from articles") in ([(1,)], [(2,)])


def test_damage_that_shows_on_the_way_sets_that_segment_aside(
    data: DataFolder, run_once: Run, ask: Ask
) -> None:
    """Footer and outcomes are sound, the pages are not."""
    leave_behind(data, [page_of("whale", "broken")])
    leave_behind(data, [page_of("bridge", "sound")])
    path = next(data.landing.glob("broken*")) / "pages.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    assert Segment("broken", "broken", path.parent).problem() is None
    landed = run_once().landed
    assert {(one.run.run_id, one.run.new) for one in landed} == {("broken", 0), ("sound", 1)}
    assert "set aside" in ask("select findings from runs where run_id = 'broken'")[0][0][0]
    assert len(entries(data)) == 1


def test_an_erasure_leaves_no_damaged_file_that_nobody_can_search(lake: DataFolder, run_once: Run) -> None:
    damage(newest(lake, "articles"))
    run_once()
    arguments = ["erase", "--url", fetched(page_of("bridge")).url, "--reason", "tests"]
    result = CliRunner().invoke(cli, ["--data", str(lake.root), *arguments], catch_exceptions=False)
    assert (result.exit_code, "0 traces left" in result.output) == (0, True), result.output


def test_a_reader_of_a_damaged_lake_gets_one_line_that_says_what_to_type(lake: DataFolder) -> None:
    damage(newest(lake, "articles"))
    result = CliRunner().invoke(cli, ["--data", str(lake.root), "query", "select text from articles"])
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "articles-0000" in result.output
    status = CliRunner().invoke(cli, ["--data", str(lake.root), "status"])
    assert (status.exit_code, len(status.output.strip().splitlines())) == (1, 1)
    assert "copydesk fsck --repair" in status.output


def test_a_copy_of_a_lake_is_mended_from_its_own_snapshot(
    lake: DataFolder, run_once: Run, tmp_path: Path
) -> None:
    copied = DataFolder(tmp_path / "copied")
    shutil.copytree(lake.root, copied.root, symlinks=True)
    damage(newest(copied, "articles"))
    assert fsck(copied, "--repair")[0] == 0
    assert check(copied) == []
