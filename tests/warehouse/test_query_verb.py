from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, hours, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import EMPTY, commit


@pytest.fixture
def two_snapshots(data: DataFolder) -> DataFolder:
    base = commit(data, EMPTY, rows(article("a", title="[red]\x1b[31mHead\nline", tags=("x", "y"))), [], NOON)
    commit(data, base, rows(article("b")), [], hours(2))
    return data


def query(data: DataFolder, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["--data", str(data.root), "query", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_table_shows_fetched_text_without_obeying_it(two_snapshots: DataFolder) -> None:
    shown = query(two_snapshots, "SELECT title FROM articles WHERE title LIKE '%red%'")
    assert "[red]�[31mHead line" in shown
    assert "\x1b" not in shown


def test_rows_with_more_columns_than_there_is_room_for_are_shown_one_below_the_other(
    two_snapshots: DataFolder,
) -> None:
    lines = query(two_snapshots, "SELECT * FROM articles ORDER BY title").splitlines()
    assert [line.split()[1] for line in lines if line.startswith("row ")] == ["1", "2"]
    assert ["title", "Title", "of", "b"] in [line.split() for line in lines]
    assert "no rows (article_id" in query(two_snapshots, "SELECT * FROM articles WHERE false")


def test_csv_json_and_parquet_carry_the_same_rows(two_snapshots: DataFolder, tmp_path: Path) -> None:
    sql = "SELECT article_id, tags, landed_at FROM articles ORDER BY landed_at"
    lines = query(two_snapshots, sql, "--format", "csv").splitlines()
    objects = json.loads(query(two_snapshots, sql, "--format", "json"))
    output = tmp_path / "out.parquet"
    query(two_snapshots, sql, "--format", "parquet", "--output", str(output))
    table = pq.read_table(output).to_pylist()
    assert lines[0] == "article_id,tags,landed_at"
    assert '"[""x"", ""y""]"' in lines[1]
    assert [row["article_id"] for row in objects] == [row["article_id"] for row in table]
    assert objects[0]["landed_at"] == "2026-11-22T12:00:00+00:00"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.parquet"]


def test_no_row_is_an_empty_json_array(two_snapshots: DataFolder) -> None:
    assert json.loads(query(two_snapshots, "SELECT 1 AS x WHERE false", "--format", "json")) == []


def test_older_snapshots_are_read_by_number_and_by_time(two_snapshots: DataFolder) -> None:
    count = "SELECT count(*) AS n FROM articles"
    assert json.loads(query(two_snapshots, count, "--format", "json")) == [{"n": 2}]
    assert json.loads(query(two_snapshots, count, "--format", "json", "--snapshot", "1")) == [{"n": 1}]
    early = query(two_snapshots, count, "--format", "json", "--as-of", "2026-11-22T14:30+01:00")
    assert json.loads(early) == [{"n": 1}]


def test_wrong_sql_and_a_snapshot_that_is_gone_are_one_clear_error(two_snapshots: DataFolder) -> None:
    runner = CliRunner()
    wrong = runner.invoke(cli, ["--data", str(two_snapshots.root), "query", "SELECT nothing FROM articles"])
    assert (wrong.exit_code, "nothing" in wrong.output) == (1, True)
    gone = runner.invoke(cli, ["--data", str(two_snapshots.root), "query", "SELECT 1", "--snapshot", "9"])
    assert "no snapshot 9; retained: 1 to 2" in gone.output


def test_a_folder_in_which_nothing_landed_has_no_rows_and_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli, ["--data", str(tmp_path / "mistyped"), "query", "SELECT * FROM articles", "--format", "json"]
    )
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert "mistyped: nothing has landed yet" in result.stderr


def test_the_retained_snapshots_are_listed_and_none_are_said_to_be_none(
    two_snapshots: DataFolder, tmp_path: Path
) -> None:
    listed = CliRunner().invoke(cli, ["--data", str(two_snapshots.root), "snapshots"])
    assert [line.split()[1] for line in listed.output.splitlines() if line.startswith("│")] == ["1", "2"]
    none = CliRunner().invoke(cli, ["--data", str(tmp_path / "mistyped"), "snapshots"])
    assert (none.exit_code, "nothing has landed yet" in none.output) == (1, True)
