"""Lakes of every schema version that was released stay readable: they are kept as files."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, hours, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.datafile import describe
from warehouse.snapshots.manifest import NewerLake
from warehouse.snapshots.parquet import conform
from warehouse.snapshots.schema_migrations import is_older, upgraded
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot, install, open_snapshot
from warehouse.tables import SCHEMA_VERSION, TABLES, Block, line_kinds_of, text_of
from warehouse.tables.arrow import from_arrow, to_arrow
from warehouse.upkeep.maintenance import maintain
from warehouse.upkeep.migration import migrate
from warehouse.upkeep.retention import Retention

LAKES = sorted((Path(__file__).parent / "lakes").iterdir())
OLDER = [lake for lake in LAKES if is_older(lake.name)]


def opened(data: DataFolder, lake: Path) -> Snapshot:
    """The fixture as the current snapshot of a data folder."""
    shutil.copytree(lake, data.snapshots / "2")
    for path in (data.snapshots / "2").rglob("*.parquet"):
        shutil.copy(path, data.files)
    data.current.symlink_to("snapshots/2")
    return open_snapshot(data.snapshots / "2")


def migrated(data: DataFolder) -> Snapshot:
    """What was opened, as today's copydesk can write upon it."""
    migrate(data, hours(2))
    return current_snapshot(data)


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
def test_commits_go_on_upon_a_kept_version_once_it_is_migrated(data: DataFolder, lake: Path) -> None:
    opened(data, lake)
    snapshot = commit(data, migrated(data), rows(article("new")), [], hours(9))
    with connect(snapshot) as database:
        assert database.execute("SELECT count(*) FROM articles_all").fetchone() == (3,)


@pytest.mark.parametrize("lake", LAKES, ids=lambda path: path.name)
def test_derived_columns_are_there_whatever_version_wrote_the_rows(data: DataFolder, lake: Path) -> None:
    def derived(snapshot: Snapshot) -> list[tuple[str, int, datetime, int, date]]:
        with connect(snapshot) as database:
            return database.execute(
                "SELECT article_id, revision, landed_at, text_key, landed_date "
                "FROM landed.articles ORDER BY ALL"
            ).fetchall()

    old = derived(opened(data, lake))
    mixed = derived(commit(data, migrated(data), rows(article("new")), [], hours(9)))
    assert set(old) < set(mixed)
    assert mixed == [
        (key, revision, at, int(key, 16) ^ (revision - 1 << 16), at.astimezone(UTC).date())
        for key, revision, at, *_ in mixed
    ]
    maintained = maintain(data, hours(24 * 60), Retention())
    assert maintained is not None
    assert derived(maintained.snapshot) == mixed
    assert {file.partition for file in maintained.snapshot.manifest.of("articles")} == {
        "landed_month=2026-11"
    }


@pytest.mark.parametrize("lake", OLDER, ids=lambda path: path.name)
def test_blocks_of_an_older_version_are_those_that_it_wrote(data: DataFolder, lake: Path) -> None:
    snapshot = opened(data, lake)
    files = [str(path) for path in snapshot.paths("articles")]
    written = f"SELECT article_id, revision, blocks FROM read_parquet({files})"
    read = "SELECT article_id, revision, blocks FROM revisions"
    with connect(snapshot) as database:
        expected = database.execute(f"{written} ORDER BY ALL").fetchall()
        assert database.execute(f"{read} ORDER BY ALL").fetchall() == expected
    with connect(migrated(data)) as database:
        assert database.execute(f"{read} ORDER BY ALL").fetchall() == expected


CODE = [("heading", "How"), ("code", "if a:\n\n    b"), ("paragraph", "So."), ("code", "c\nd"), ("code", "")]


def test_blocks_with_lines_of_their_own_are_kept_by_the_step_and_by_the_record() -> None:
    blocks = tuple(Block(*block) for block in CODE)
    kept = article("a", text=text_of(blocks), line_kinds=line_kinds_of(blocks))
    assert kept.blocks == blocks
    with connect(EMPTY) as database:
        old = pa.table({"blocks": [[vars(block) for block in blocks]], "text": [kept.text]})
        source, _ = upgraded("old", "articles", "1.1", old.column_names)
        kinds = database.execute(f"SELECT line_kinds FROM {source}").fetchone()
        shown = database.execute(f"SELECT blocks_of(text, line_kinds) FROM {source}").fetchone()
    assert kinds == (list(kept.line_kinds),)
    assert shown == ([vars(block) for block in blocks],)


def without_column(rows: pa.Table, column: str) -> pa.Table:
    return rows.drop_columns([column])


def test_a_file_that_lacks_a_newer_column_takes_its_default() -> None:
    old = without_column(to_arrow([article("a")], TABLES["articles"]), "license")
    assert from_arrow(conform(old, "articles"), TABLES["articles"]) == [article("a")]


def test_compaction_gives_a_column_that_a_file_lacks_its_default(data: DataFolder) -> None:
    base = commit(data, EMPTY, rows(article("a")), [], NOON)
    today = pq.read_table(base.paths("articles")[0], partitioning=None)
    path = data.files / "articles-00000001-01dfa11e.parquet"
    pq.write_table(today.drop_columns(["schema_version", "landed_date", "text_key"]), path)
    install(data, base, [describe(path, "articles", "landed_date=2026-11-22")], hours(1), "run")
    done = maintain(data, hours(24 * 60), Retention())
    assert done is not None
    (compacted,) = done.snapshot.paths("articles")
    assert pq.read_table(compacted, partitioning=None).to_pylist() == today.to_pylist()


def test_a_lake_of_a_newer_major_version_is_refused(data: DataFolder) -> None:
    commit(data, EMPTY, rows(article("a")), [], NOON)
    manifest = data.snapshots / "1" / "manifest.json"
    today, next_major = f'"schema_version": "{SCHEMA_VERSION}"', '"schema_version": "9.0"'
    manifest.write_text(manifest.read_text().replace(today, next_major))
    with pytest.raises(NewerLake, match=r"has schema 9.0, this copydesk reads 2\."):
        current_snapshot(data)
    result = CliRunner().invoke(cli, ["--data", str(data.root), "migrate"])
    assert result.exit_code == 1
