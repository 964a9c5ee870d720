"""Lakes of every schema version that was released stay readable: they are kept as files."""

from __future__ import annotations

import shutil
from datetime import UTC
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, hours, rows

from flows.cli import cli
from warehouse.folder import DataFolder
from warehouse.lake.datafile import describe
from warehouse.lake.manifest import NewerLake
from warehouse.lake.parquet import conform
from warehouse.lake.snapshots import Snapshot, commit, current_snapshot, install, open_snapshot
from warehouse.query.reader import connect
from warehouse.tables import SCHEMA_VERSION, TABLES, from_arrow, to_arrow
from warehouse.upkeep.maintenance import Retention, maintain

LAKES = sorted((Path(__file__).parent / "lakes").iterdir())


def opened(data: DataFolder, lake: Path) -> Snapshot:
    """The fixture as the current snapshot of a data folder."""
    shutil.copytree(lake, data.snapshots / "2")
    for path in (data.snapshots / "2").rglob("*.parquet"):
        shutil.copy(path, data.files)
    data.current.symlink_to("snapshots/2")
    return open_snapshot(data.snapshots / "2")


@pytest.mark.parametrize("lake", LAKES, ids=lambda path: path.name)
def test_views_and_records_of_a_kept_version_read_as_today(data: DataFolder, lake: Path) -> None:
    snapshot = opened(data, lake)
    with connect(snapshot) as database:
        assert database.execute("SELECT title, text FROM articles").fetchall() == [
            ("Title of a", "Corrected.")
        ]
        assert database.execute("SELECT count(*) FROM articles_all").fetchone() == (2,)
        for table in snapshot.manifest.tables():
            found = database.execute(f"SELECT * FROM landed.{table}").to_arrow_table()
            assert len(from_arrow(conform(found, table), TABLES[table])) == snapshot.manifest.rows(table)


@pytest.mark.parametrize("lake", LAKES, ids=lambda path: path.name)
def test_commits_go_on_upon_a_kept_version(data: DataFolder, lake: Path) -> None:
    snapshot = commit(data, opened(data, lake), rows(article("new")), [], hours(9))
    with connect(snapshot) as database:
        assert database.execute("SELECT count(*) FROM articles_all").fetchone() == (3,)


@pytest.mark.parametrize("lake", LAKES, ids=lambda path: path.name)
def test_derived_columns_are_there_whatever_version_wrote_the_rows(data: DataFolder, lake: Path) -> None:
    def derived(snapshot: Snapshot) -> list[tuple[object, ...]]:
        with connect(snapshot) as database:
            return database.execute(
                "SELECT article_id, landed_at, article_key, landed_date FROM revisions ORDER BY ALL"
            ).fetchall()

    mixed = derived(commit(data, opened(data, lake), rows(article("new")), [], hours(9)))
    assert mixed == [(key, at, int(key, 16), at.astimezone(UTC).date()) for key, at, *_ in mixed]
    maintained = maintain(data, hours(24 * 60), Retention())
    assert maintained is not None
    assert derived(maintained.snapshot) == mixed
    assert {file.partition for file in maintained.snapshot.manifest.of("articles")} == {
        "landed_month=2026-11"
    }


def without_column(rows: pa.Table, column: str) -> pa.Table:
    return rows.drop_columns([column])


def test_a_file_that_lacks_a_newer_column_takes_its_default() -> None:
    old = without_column(to_arrow([article("a")], TABLES["articles"]), "license")
    assert from_arrow(conform(old, "articles"), TABLES["articles"]) == [article("a")]


def test_compaction_gives_a_column_that_a_file_lacks_its_default(data: DataFolder) -> None:
    base = commit(data, None, rows(article("a")), [], NOON)
    today = pq.read_table(base.paths("articles")[0], partitioning=None)
    path = data.files / "articles-00000001-01dfa11e.parquet"
    pq.write_table(today.drop_columns(["schema_version", "landed_date", "article_key"]), path)
    install(data, base, [describe(path, "articles", "landed_date=2026-11-22")], hours(1), "run")
    done = maintain(data, hours(24 * 60), Retention())
    assert done is not None
    (compacted,) = done.snapshot.paths("articles")
    assert pq.read_table(compacted, partitioning=None).to_pylist() == today.to_pylist()


def test_a_lake_of_a_newer_major_version_is_refused(data: DataFolder) -> None:
    commit(data, None, rows(article("a")), [], NOON)
    manifest = data.snapshots / "1" / "manifest.json"
    today, next_major = f'"schema_version": "{SCHEMA_VERSION}"', '"schema_version": "2.0"'
    manifest.write_text(manifest.read_text().replace(today, next_major))
    with pytest.raises(NewerLake, match=r"has schema 2.0, this copydesk reads 1\."):
        current_snapshot(data)
    result = CliRunner().invoke(cli, ["--data", str(data.root), "migrate"])
    assert result.exit_code == 1
