from __future__ import annotations

import os
import stat
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from warehouse_rows import NOON, article, band, duplicate, fetch, hours, page, rows, run

from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.landing.segments import Rotation, SegmentWriter, pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.merging import FANOUT
from warehouse.snapshots.parquet import WrongColumns
from warehouse.snapshots.snapshot import EMPTY, StaleBase, commit, current_snapshot
from warehouse.snapshots.sweep import sweep
from warehouse.tables import SCHEMA_VERSION, TABLES, Article
from warehouse.tables.arrow import arrow_schema, from_arrow


def test_before_the_first_commit_every_table_is_there_and_empty() -> None:
    with connect(EMPTY) as database:
        for table, record in TABLES.items():
            found = database.execute(f"SELECT * FROM landed.{table}").to_arrow_table()
            assert found.num_rows == 0
            assert found.column_names == arrow_schema(record).names
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_a_record_comes_back_as_it_was_committed(data: DataFolder) -> None:
    first = article("a", authors=("Ann", "Bo"), published_at=hours(-3))
    snapshot = commit(data, EMPTY, rows(first), [], NOON)
    with connect(snapshot) as database:
        table = database.execute("SELECT * FROM landed.articles").to_arrow_table()
    assert from_arrow(table, Article) == [first]


def test_commits_add_up_and_current_names_the_newest(data: DataFolder) -> None:
    base = commit(data, EMPTY, rows(article("a")), [], NOON)
    newer = commit(data, base, rows(article("b"), band("b", 0)), [], hours(1))
    assert current_snapshot(data) == newer
    assert newer.number == 2
    assert newer.manifest.rows("articles") == 2
    with connect(newer) as database:
        assert database.execute("SELECT count(*) FROM landed.bands").fetchone() == (1,)


def test_a_commit_upon_an_old_snapshot_is_refused(data: DataFolder) -> None:
    commit(data, EMPTY, rows(article("a")), [], NOON)
    with pytest.raises(StaleBase, match="snapshot 1 is current"):
        commit(data, EMPTY, rows(article("b")), [], NOON)


def test_a_missing_column_is_named(data: DataFolder) -> None:
    broken = rows(article("a"))["articles"].drop_columns(["text"])
    with pytest.raises(WrongColumns, match="articles: column text is missing"):
        commit(data, EMPTY, {"articles": broken}, [], NOON)
    assert current_snapshot(data).is_empty


def test_files_carry_the_schema_with_its_descriptions_and_codecs(data: DataFolder) -> None:
    snapshot = commit(data, EMPTY, rows(article("a")), [], NOON)
    (path,) = snapshot.paths("articles")
    schema = pq.read_schema(path)
    assert schema.field("word_count").metadata[b"unit"] == b"words"
    assert schema.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
    group = pq.read_metadata(path).row_group(0)
    columns = {group.column(index).path_in_schema: group.column(index) for index in range(group.num_columns)}
    assert columns["line_kinds.list.element"].compression == columns["title"].compression == "ZSTD"
    assert (columns["text"].compression, columns["source"].compression) == ("LZ4", "UNCOMPRESSED")
    assert columns["landed_at"].is_stats_set and columns["article_id"].is_stats_set
    assert not columns["text"].is_stats_set


def test_polars_and_pandas_read_current_articles_directly(data: DataFolder) -> None:
    base = commit(data, EMPTY, rows(article("a"), article("b"), article("c"), duplicate("c", "a")), [], NOON)
    snapshot = commit(
        data, base, rows(article("a", revision=2, text="New."), article("b", extraction=2)), [], hours(30)
    )
    with connect(snapshot) as database:
        count = dict(database.execute("SELECT is_latest, count(*) FROM revisions GROUP BY ALL").fetchall())
        assert database.execute("SELECT count(*) FROM articles_all").fetchone() == (count[True],)
    assert count == {True: 3, False: 2}
    assert len(pd.read_parquet(data.current / "articles")) == 5
    frame = pl.read_parquet(data.current / "articles")
    assert len(frame) == 5
    assert frame["landed_date"].n_unique() == 2


def test_segments_become_pages_and_leave_landing(data: DataFolder) -> None:
    with SegmentWriter(data, "run", "crawl", Rotation(pages=2)) as writer:
        for name in "abc":
            writer.add(fetch(name), page(name))
        writer.add(fetch("d", outcome="failed", reason="timeout", page_id=None), None)
    segments = pending_segments(data, EMPTY)
    assert [segment.name for segment in segments] == ["run.crawl.00000", "run.crawl.00001"]
    assert [len(batch) for batch in segments[0].pages(batch=1)] == [1, 1]
    fetches = [row for segment in segments for row in segment.fetches()]
    snapshot = commit(data, EMPTY, rows(fetches), segments, NOON)
    assert pending_segments(data, snapshot) == []
    assert snapshot.manifest.rows("pages") == 3
    assert not any(data.landing.iterdir())


def test_a_segment_that_a_kill_left_after_its_commit_is_not_pending_and_is_swept(data: DataFolder) -> None:
    with SegmentWriter(data, "run", "crawl") as writer:
        writer.add(fetch("a"), page("a"))
    segments = pending_segments(data, EMPTY)
    snapshot = commit(data, EMPTY, {}, segments, NOON)
    segments[0].path.mkdir()  # as if the kill came before the removal
    assert pending_segments(data, snapshot) == []
    later = commit(data, snapshot, rows(article("a")), [], NOON)
    assert pending_segments(data, later) == []
    assert sweep(data) == 1
    assert not segments[0].path.exists()


def test_a_writer_that_is_opened_again_goes_on_counting(data: DataFolder) -> None:
    for _ in range(2):
        with SegmentWriter(data, "run", "crawl") as writer:
            writer.add(fetch("a"), None)
    assert [s.name for s in pending_segments(data, EMPTY)] == ["run.crawl.00000", "run.crawl.00001"]


def test_many_commits_leave_few_files(data: DataFolder) -> None:
    snapshot = EMPTY
    for index in range(3 * FANOUT):
        snapshot = commit(data, snapshot, rows(article(f"a{index}"), band(f"a{index}", 1)), [], NOON)
    assert snapshot.manifest.rows("articles") == 3 * FANOUT
    assert len(snapshot.manifest.of("articles")) < FANOUT + 3
    with connect(snapshot) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (3 * FANOUT,)


def test_an_old_reader_goes_on_through_ten_commits(data: DataFolder) -> None:
    snapshot = commit(data, EMPTY, rows(article("a")), [], NOON)
    publish(data, snapshot)
    with duckdb.connect(str(data.database), read_only=True) as reader:
        for index in range(10):
            snapshot = commit(data, snapshot, rows(article(f"b{index}")), [], NOON)
            publish(data, snapshot)
            sweep(data)
            assert reader.execute("SELECT count(*), max(text) FROM articles").fetchall()[0][0] == 1


def test_the_published_file_is_read_only_commented_and_replaces_a_stale_log(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = commit(data, EMPTY, rows(article("a")), [], NOON)
    log = data.root / "warehouse.duckdb.wal"
    log.write_bytes(b"stale")
    publish(data, snapshot)
    assert not log.exists()
    assert stat.S_IMODE(data.database.stat().st_mode) == 0o444
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(data.database), read_only=True) as reader:
        comments = dict(
            reader.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        )
        assert "one article for each cluster" in comments["articles"]
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_sweep_removes_what_a_kill_leaves_and_nothing_else(data: DataFolder) -> None:
    old = commit(data, EMPTY, rows(article("a")), [], NOON)
    new = commit(data, old, rows(article("b")), [], NOON)
    (data.files / "articles-00000003-00000000.parquet").write_bytes(b"never named")
    (data.files / "x.parquet.part").write_bytes(b"half")
    (data.snapshots / "3").mkdir()
    (data.snapshots / "4.part").mkdir()
    (data.tmp / "job").mkdir()
    (data.lake / "current.part").symlink_to("nowhere")
    assert sweep(data) == 6
    assert current_snapshot(data) == new
    assert old.path.exists()
    with connect(new) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert len(list(data.files.iterdir())) == 2


def test_where_links_are_refused_files_are_copied(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    snapshot = commit(data, EMPTY, rows(article("a"), run()), [], NOON)
    assert sweep(data) == 0
    with connect(snapshot) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (1,)
