"""A breaking step, made up for these tests: the list of tags becomes a byline, the section a desk."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path
from typing import get_type_hints

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from failing_disk import run_until
from warehouse_rows import NOON, article, fetch, hours, rows

import flows.cli.migrate
from flows.cli import cli
from flows.configuration import Settings
from flows.ingestion.ingest import ingest
from flows.landing.landing_result import directly
from flows.runs.context import RunContext
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.derived.publish import publish
from warehouse.query.connection import connect
from warehouse.snapshots import manifest, schema_migrations, snapshot
from warehouse.snapshots.retained import snapshot_of
from warehouse.snapshots.schema_migrations import OlderLake, SchemaMigration
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot, install
from warehouse.snapshots.sweep import sweep
from warehouse.tables import SCHEMA_VERSION, TABLES, Article
from warehouse.tables.arrow import to_arrow
from warehouse.tables.column import column
from warehouse.upkeep.maintenance import maintain
from warehouse.upkeep.migration import migrate, plan_migration
from warehouse.upkeep.retention import Retention

VERSIONED = (manifest, snapshot, schema_migrations, flows.cli.migrate)
STEP = SchemaMigration(3, "articles", {"byline": "array_to_string(tags, ' and ')", "desk": "section"})


def other_article(without: Collection[str], *new: tuple[str, object, object]) -> type:
    """The record of `articles` without some columns and with new ones."""
    hints = get_type_hints(Article)
    kept = [
        (field.name, hints[field.name], dataclasses.field(default=field.default, metadata=field.metadata))
        for field in dataclasses.fields(Article)
        if field.name not in without
    ]
    return dataclasses.make_dataclass("OtherArticle", [*kept, *new], frozen=True, kw_only=True)


def next_article() -> type:
    """The record of `articles` after the step."""
    return other_article(
        ("tags", "section", "schema_version"),
        ("byline", str, column("Keywords as one text", default="")),
        ("desk", str | None, column("Section", default=None)),
        ("schema_version", str, column("Version of this table's schema", default="3.0")),
    )


@pytest.fixture
def old(data: DataFolder) -> Snapshot:
    """A lake of today's version, with two snapshots."""
    batch = [article("a", tags=("Ann", "Bob"), section="Sport"), article("b"), fetch("a")]
    base = commit(data, EMPTY, rows(batch), [], NOON)
    publish(data, base)
    return commit(data, base, rows(article("c", section="World")), [], hours(1))


@pytest.fixture
def version_3(old: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on copydesk is of version 3."""
    with monkeypatch.context() as patch:
        for module in VERSIONED:
            patch.setattr(module, "SCHEMA_VERSION", "3.0")
        patch.setattr(schema_migrations, "MIGRATIONS", [STEP])
        patch.setitem(TABLES, "articles", next_article())
        yield


BYLINES = "SELECT title, byline, desk, schema_version FROM articles ORDER BY title"
EXPECTED = [("Title of a", "Ann and Bob", "Sport"), ("Title of b", "", None), ("Title of c", "", "World")]


def bylines(snapshot: Snapshot) -> list[tuple[object, ...]]:
    with connect(snapshot) as database:
        return database.execute(BYLINES).fetchall()


@pytest.mark.usefixtures("version_3")
def test_migration_rewrites_the_files_of_the_changed_table_into_one_new_snapshot(
    data: DataFolder, old: Snapshot
) -> None:
    assert migrate(data, hours(2)) == list(old.manifest.of("articles"))
    new = current_snapshot(data)
    assert new is not None
    assert (new.number, new.manifest.cause, new.manifest.schema_version) == (3, "migration", "3.0")
    assert set(new.manifest.files) & set(old.manifest.files) == set(old.manifest.of("fetches"))
    assert bylines(new) == [(*row, "3.0") for row in EXPECTED]
    assert all("tags" not in file.columns for file in new.manifest.of("articles"))


@pytest.mark.usefixtures("version_3")
def test_older_snapshots_are_read_through_the_step_before_and_after(data: DataFolder, old: Snapshot) -> None:
    assert bylines(old) == [(*row, SCHEMA_VERSION) for row in EXPECTED]
    migrate(data, hours(2))
    assert bylines(snapshot_of(data, 1)) == [(*row, SCHEMA_VERSION) for row in EXPECTED[:2]]
    with connect(snapshot_of(data, 1)) as database:
        days = database.execute("SELECT DISTINCT landed_date FROM revisions").fetchall()
    assert days == [(NOON.date(),)]


def test_a_lake_that_no_step_changes_keeps_its_files_and_takes_the_new_version(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = commit(data, EMPTY, rows(fetch("a")), [], NOON)
    for module in VERSIONED:
        monkeypatch.setattr(module, "SCHEMA_VERSION", "3.0")
    assert migrate(data, hours(1)) == []
    new = current_snapshot(data)
    assert new is not None
    assert (new.manifest.schema_version, new.manifest.files) == ("3.0", old.manifest.files)


@pytest.mark.usefixtures("version_3")
def test_a_second_migration_finds_nothing_to_do(data: DataFolder) -> None:
    migrate(data, hours(2))
    assert migrate(data, hours(3)) == []
    assert current_snapshot(data).number == 3


@pytest.mark.usefixtures("version_3")
def test_a_second_migration_publishes_what_a_kill_left_undone(data: DataFolder) -> None:
    migrate(data, hours(2))
    data.database.unlink()
    migrate(data, hours(3))
    assert data.database.exists()


@pytest.mark.usefixtures("version_3")
def test_a_dry_run_says_what_would_be_rewritten_and_changes_nothing(data: DataFolder) -> None:
    before = sorted(data.root.rglob("*"))
    shown = CliRunner().invoke(cli, ["--data", str(data.root), "migrate", "--dry-run"])
    assert "articles: 2\n" in shown.output
    assert "2 files" in shown.output
    assert sorted(data.root.rglob("*")) == before
    shown = CliRunner().invoke(cli, ["--data", str(data.root), "migrate"])
    assert "2 files" in shown.output and "the current schema is 3.0" in shown.output


@pytest.mark.usefixtures("version_3")
def test_nothing_is_written_upon_a_lake_that_must_be_migrated_first(data: DataFolder, old: Snapshot) -> None:
    run = RunContext("run", NOON, data, Settings(), SilentProgress(), 1)
    for write in (
        lambda: install(data, old, old.manifest.files, hours(2), "run"),
        lambda: maintain(data, hours(2), Retention()),
        lambda: ingest(run, False, directly),
    ):
        with pytest.raises(OlderLake, match="run `copydesk migrate` first"):
            write()
    assert current_snapshot(data) == old


@pytest.mark.usefixtures("version_3")
def test_after_the_migration_commits_go_on(data: DataFolder) -> None:
    migrate(data, hours(2))
    sweep(data)
    snapshot = commit(data, current_snapshot(data), rows(fetch("new")), [], hours(3))
    assert snapshot.manifest.schema_version == "3.0"


@pytest.mark.usefixtures("version_3")
def test_a_published_reader_goes_on_with_the_files_it_opened(data: DataFolder) -> None:
    with duckdb.connect(str(data.database), read_only=True) as reader:
        migrate(data, hours(2))
        sweep(data)
        assert reader.execute("SELECT tags FROM articles ORDER BY title").fetchall() == [
            (["Ann", "Bob"],),
            ([],),
        ]


def migrate_now(root: Path) -> None:
    sweep(DataFolder(root))
    migrate(DataFolder(root), hours(2))


@pytest.mark.parametrize("fault", ["kill", "full"])
@pytest.mark.usefixtures("version_3")
def test_a_migration_struck_anywhere_leaves_the_old_or_the_new_lake(
    data: DataFolder, tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.upkeep.migration.publish", lambda *_: None)  # struck in tests of its own
    shutil.copytree(data.root, tmp_path / "template", symlinks=True)
    for point in count(1, 4):
        shutil.rmtree(data.root)
        shutil.copytree(tmp_path / "template", data.root, symlinks=True)
        outcome = run_until(migrate_now, data.root, point, fault)
        assert [row[:3] for row in bylines(current_snapshot(data))] == EXPECTED
        migrate_now(data.root)
        current = current_snapshot(data)
        assert plan_migration(current.manifest) == []
        assert bylines(current) == [(*row, "3.0") for row in EXPECTED]
        if outcome == "done":
            break
    assert point > 20


def test_after_an_additive_change_only_the_files_that_lack_the_column_are_rewritten(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setitem(TABLES, "articles", other_article(("license",)))
        old = commit(
            data, EMPTY, rows(fetch("a")) | {"articles": to_arrow([article("a")], Article)}, [], NOON
        )
    with connect(old) as database:
        assert database.execute("SELECT license FROM articles").fetchall() == [(None,)]
    assert migrate(data, hours(1)) == list(old.manifest.of("articles"))
    new = current_snapshot(data)
    assert new is not None
    assert new.manifest.of("fetches") == old.manifest.of("fetches")
    assert pq.read_table(new.paths("articles")[0]).column("license").to_pylist() == [None]
    assert migrate(data, hours(2)) == []


def test_a_step_replaces_a_column_of_the_same_name_and_passes_over_those_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        schema_migrations,
        "MIGRATIONS",
        [SchemaMigration(2, "t", {"a": "a + 1"}), SchemaMigration(3, "t", {"b": "a * 10"})],
    )
    with duckdb.connect() as database:
        for version, expected in (("1.4", [(2, 20)]), ("2.0", [(1, 10)])):
            source, names = schema_migrations.upgraded("(SELECT 1 AS a)", "t", version, ["a"])
            assert names == {"a", "b"}
            assert database.execute(f"SELECT a, b FROM {source}").fetchall() == expected
