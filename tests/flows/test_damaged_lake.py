"""A lake with damaged files is repaired or goes on without them, and says what was lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from invented_stories import story
from landed_pages import NOON, article_html, fetched, leave_behind, page_of

from flows.cli import cli
from flows.ingestion.ingest import IngestResult, ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from warehouse.base.data_folder import DataFolder
from warehouse.checks.replay import entries
from warehouse.landing.segments import Segment
from warehouse.tables.hashes import body_hash, content_hash
from warehouse.upkeep.damaged_files import LostFile, LostTakedowns, give_up, restore_damaged
from warehouse.upkeep.fsck import check

FACTS = "* exclude (extraction, landed_at, landed_date, run_id, text_key)"

Query = Callable[[str], list[tuple[Any, ...]]]
Run = Callable[[], IngestResult]


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after two runs that landed an article each."""
    data = DataFolder(tmp_path_factory.mktemp("two-runs") / "data")
    data.create()
    for name in ("whale", "bridge"):
        leave_behind(data, [page_of(name, name)])
        ingest(prepare_run(data.root, data.root.with_name("sources.toml"), False, workers=1), False, directly)
    return data.root


@pytest.fixture
def lake(data: DataFolder, two_runs: Path) -> DataFolder:
    """A copy of it, in which what was one file under several names is so again; views are built by runs."""
    subprocess.run(["cp", "-a", f"{two_runs}/.", str(data.root)], check=True)
    data.database.unlink()
    return data


def damage(path: Path) -> None:
    """Cut a file in place: all its hard links are cut."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def flip(path: Path) -> None:
    """Change a bit amid a file in place; its size stays."""
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x10
    with path.open("r+b") as file:
        file.write(content)


def newest(data: DataFolder, table: str) -> Path:
    return max(data.files.glob(f"{table}-*"))


def fsck(data: DataFolder, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["--data", str(data.root), "fsck", *options], catch_exceptions=False)
    return result.exit_code, result.output


def test_a_run_goes_on_without_cut_files_and_names_the_articles_whose_pages_are_lost_too(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    cut = newest(lake, "articles")
    damage(cut)
    damage(newest(lake, "pages"))
    leave_behind(lake, [page_of("forest", "later")])
    (landed,) = run_once().landed
    assert landed.run.new == 1
    assert sum(cut.name in line for line in landed.run.findings) == 1
    assert query("select count(*) from articles") == [(2,)]
    (kept,) = entries(lake)
    assert (kept.path / "lost.txt").read_text() == "https://gazette.example/bridge\n"
    assert (kept.path / f"{cut.name}.damaged").exists()
    assert check(lake) == []


def test_articles_that_are_cut_are_extracted_again_from_their_pages(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    before = query(f"select {FACTS} from landed.articles order by url")
    cuts = query("select * exclude (extraction, landed_at, run_id) from removed_blocks order by all")
    cut = newest(lake, "articles")
    damage(cut)
    run_once()
    assert query(f"select {FACTS} from landed.articles order by url") == before
    assert query("select * exclude (extraction, landed_at, run_id) from removed_blocks order by all") == cuts
    (kept,) = entries(lake)
    assert ((kept.path / "lost.txt").read_text(), check(lake)) == ("", [])


@pytest.mark.parametrize("lost", [1, 2])
def test_a_lost_revision_becomes_that_revision_again(
    lake: DataFolder, run_once: Run, query: Query, lost: int
) -> None:
    body, later = article_html(*story("forest")).encode(), NOON + timedelta(hours=1)
    page = replace(page_of("whale", "edited"), body=body, body_hash=body_hash(body), fetched_at=later)
    leave_behind(lake, [page])
    run_once()
    revisions = (
        "select revision, changed, text from landed.articles where url like '%whale' order by revision"
    )
    before = query(revisions)
    assert [row[:2] for row in before] == [(1, None), (2, ["text", "title"])]
    damage(sorted(lake.files.glob("articles-*"))[{1: 0, 2: 2}[lost]])
    assert fsck(lake, "--repair")[0] == 0
    assert query(revisions) == before


def test_fetches_that_are_cut_are_rebuilt_from_their_pages(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    fetches = "select url, outcome, reason, page_id, fetched_at from landed.fetches order by url"
    before = query(fetches)
    damage(newest(lake, "fetches"))
    damage(newest(lake, "articles"))
    code, output = fsck(lake, "--repair")
    assert (code, "1 rows of fetches rebuilt" in output, "1 articles extracted" in output) == (0, True, True)
    assert (query(fetches), query("select count(*) from articles")) == (before, [(2,)])


def test_articles_stay_when_their_pages_are_cut(lake: DataFolder, run_once: Run, query: Query) -> None:
    damage(newest(lake, "pages"))
    code, output = fsck(lake, "--repair")
    assert (code, "1 of 1 rows lost" in output, check(lake)) == (0, True, [])
    assert query("select count(*) from articles") == [(2,)]


def test_what_was_taken_down_does_not_come_back_with_lost_articles(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    arguments = ["erase", "--url", "https://gazette.example/bridge", "--reason", "tests"]
    assert CliRunner().invoke(cli, ["--data", str(lake.root), *arguments]).exit_code == 0
    again = replace(page_of("bridge"), url="https://gazette.example/other", page_id="other", run_id="other")
    leave_behind(lake, [replace(again, final_url="https://gazette.example/bridge")])
    run_once()
    for path in lake.files.glob("articles-*"):
        damage(path)
    assert fsck(lake, "--repair")[0] == 0
    assert query("select url from landed.articles") == [("https://gazette.example/whale",)]


def test_a_damaged_takedown_is_restored_from_its_second_copy_before_anything_is_fetched(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    arguments = ["erase", "--url", "https://gazette.example/bridge", "--reason", "tests"]
    assert CliRunner().invoke(cli, ["--data", str(lake.root), *arguments]).exit_code == 0
    file = newest(lake, "erasures")
    copy = lake.takedowns / file.name
    for harm in (flip, damage):
        harm(file)
        run_once()
        assert (check(lake), copy.samefile(file)) == ([], False)
    flip(copy)  # which the next publish copies again
    run_once()
    assert copy.read_bytes() == file.read_bytes()
    for path in (file, copy):
        damage(path)
    with pytest.raises(LostTakedowns, match="1 takedowns cannot be read in any copy"):
        run_once()
    code, output = fsck(lake, "--repair")
    assert (code, "take the same down again: copydesk erase" in output) == (1, True)
    assert fsck(lake, "--repair", "--give-up")[0] == 0
    run_once()
    assert query("select count(*) from landed.erasures") == [(0,)]


def test_a_repair_that_was_killed_is_finished_by_the_next_run(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    for table in ("articles", "signatures"):
        damage(newest(lake, table))
    damaged, _ = restore_damaged(lake, every_byte=False)
    give_up(lake, damaged, datetime.now(UTC))
    run_once()
    assert query("select count(*) from articles") == [(2,)]
    assert query("select count(distinct article_id) from landed.signatures") == [(2,)]


@pytest.mark.parametrize("table", ["articles", "pages", "fetches"])
def test_a_flipped_byte_is_met_by_the_run_that_would_copy_it_and_repaired_first(
    lake: DataFolder, run_once: Run, query: Query, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """Three files are merged into one, which would get a checksum of its own."""
    monkeypatch.setattr("warehouse.snapshots.merging.FANOUT", 3)
    flipped = newest(lake, table)
    flip(flipped)
    leave_behind(lake, [page_of("forest", "later")])
    (landed,) = run_once().landed
    assert sum(flipped.name in line for line in landed.run.findings) == 1
    assert check(lake) == []
    assert query("select count(*), count(distinct article_id) from articles") == [(3, 3)]
    texts = query("select content_hash, text from landed.articles")
    assert [known for known, _ in texts] == [content_hash(text) for _, text in texts]


@pytest.mark.parametrize("table", ["bands", "signatures"])
def test_signatures_and_bands_that_are_cut_are_rebuilt(
    lake: DataFolder, run_once: Run, query: Query, table: str
) -> None:
    damage(newest(lake, table))
    run_once()
    assert query("select count(distinct article_id) from landed.signatures") == [(2,)]
    assert (query("select count(*) from articles"), check(lake)) == ([(2,)], [])


def test_a_file_with_an_undamaged_copy_is_restored_before_a_run(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    path = newest(lake, "articles")
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:100])
    run_once()
    assert (path.read_bytes(), entries(lake), query("select count(*) from articles")) == (content, [], [(2,)])


def test_a_file_that_is_missing_everywhere_stops_a_run_until_people_give_it_up(
    lake: DataFolder, run_once: Run, query: Query
) -> None:
    name = newest(lake, "articles").name
    for path in list(lake.lake.rglob(name)):
        path.unlink()
    with pytest.raises(LostFile, match="fsck --repair --give-up"):
        run_once()
    assert fsck(lake, "--repair")[0] == 1
    code, output = fsck(lake, "--repair", "--give-up")
    assert (code, "1 articles extracted again" in output) == (0, True)
    run_once()
    assert query("select count(*) from articles") == [(2,)]


def test_fsck_finds_a_flipped_byte_and_repairs_it(lake: DataFolder, query: Query) -> None:
    path = newest(lake, "articles")
    flip(path)
    code, output = fsck(lake, "--repair")
    assert (code, path.name in output, check(lake)) == (0, True, [])
    assert query("select count(*) from articles") == [(2,)]


def test_damage_that_shows_on_the_way_sets_that_segment_aside(
    data: DataFolder, run_once: Run, query: Query
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
    assert "set aside" in query("select findings from runs where run_id = 'broken'")[0][0][0]
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


def test_a_run_repairs_a_copied_folder_though_its_views_cannot_be_rebuilt_before(
    data: DataFolder, two_runs: Path, run_once: Run, query: Query
) -> None:
    subprocess.run(["cp", "-a", f"{two_runs}/.", str(data.root)], check=True)
    damage(newest(data, "articles"))
    run_once()
    assert (query("select count(*) from articles"), check(data)) == ([(2,)], [])


def test_a_copy_of_a_lake_is_repaired_from_its_own_snapshot(
    lake: DataFolder, run_once: Run, tmp_path: Path
) -> None:
    copied = DataFolder(tmp_path / "copied")
    shutil.copytree(lake.root, copied.root, symlinks=True)
    damage(newest(copied, "articles"))
    assert fsck(copied, "--repair")[0] == 0
    assert check(copied) == []
