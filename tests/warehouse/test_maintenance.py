from __future__ import annotations

from datetime import timedelta

import duckdb
import pyarrow.parquet as pq
from told_progress import ToldProgress
from warehouse_rows import NOON, article, band, fetch, hours, page, rows, run, signature

from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.retained import snapshot_numbers
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot
from warehouse.upkeep.compaction import ENOUGH_OPEN
from warehouse.upkeep.maintenance import expire_snapshots, maintain
from warehouse.upkeep.retention import Retention

DAY = 24
FOREVER = Retention(timedelta(days=999), timedelta(days=999), timedelta(days=999))


def commit_hourly(data: DataFolder, count: int, every: float = 1) -> Snapshot:
    snapshot = current_snapshot(data)
    for index in range(count):
        name = f"{index}"
        some = rows(article(name), run(run_id=name), band(name, 1), signature(name))
        snapshot = commit(data, snapshot, some, [], hours(index * every))
    return snapshot


def test_a_month_becomes_one_sorted_file_and_no_row_is_lost(data: DataFolder) -> None:
    before = commit_hourly(data, 60, every=6)
    told = ToldProgress()
    done = maintain(data, hours(60 * DAY), FOREVER, told)
    assert done is not None
    assert [(name, stage.done == stage.total) for name, stage in told.stages.items()] == [
        ("merge", True),
        ("search index", True),
    ]
    articles = done.snapshot.manifest.of("articles")
    assert [file.partition for file in articles] == ["landed_month=2026-11", "landed_month=2026-12"]
    assert done.snapshot.manifest.rows("articles") == before.manifest.rows("articles") == 60
    for path in done.snapshot.paths("articles"):
        keys = pq.read_table(path, columns=["landed_date", "article_id"], partitioning=None).to_pylist()
        assert keys == sorted(keys, key=lambda row: (row["landed_date"], row["article_id"]))
    (described,) = {pq.read_schema(path).metadata[b"record"] for path in done.snapshot.paths("articles")}
    assert described == b"Article"


def test_an_open_month_waits_until_there_is_enough_to_merge(data: DataFolder) -> None:
    commit_hourly(data, 3, every=0.1)
    waiting = maintain(data, hours(1), FOREVER)
    assert waiting is not None
    assert (waiting.files_before, waiting.snapshot.number) == (waiting.files_after, 3)
    assert len(waiting.snapshot.manifest.of("articles")) < ENOUGH_OPEN


def test_old_pages_and_bands_go_and_articles_stay(data: DataFolder) -> None:
    with SegmentWriter(data, "run", "crawl") as writer:
        writer.add(fetch("old"), page("old"))
    segments = pending_segments(data, EMPTY)
    old = rows(article("old"), band("old", 1), band("old", 2), signature("old"))
    snapshot = commit(data, EMPTY, old, segments, NOON)
    later = hours(100 * DAY)
    commit(data, snapshot, rows(article("new"), band("new", 1, signed_at=later)), [], later)
    done = maintain(data, later, Retention())
    assert done is not None
    counts = {
        name: done.snapshot.manifest.rows(name) for name in ("articles", "pages", "bands", "signatures")
    }
    assert counts == {"articles": 2, "pages": 0, "bands": 1, "signatures": 0}


def test_a_rewrite_leaves_out_rows_past_the_window(data: DataFolder) -> None:
    snapshot = EMPTY
    for index in range(ENOUGH_OPEN):
        some = rows(band(f"{index}", 1, signed_at=hours(-70 * DAY if index % 2 else 0)))
        snapshot = commit(data, snapshot, some, [], NOON)
    done = maintain(data, NOON, Retention())
    assert done is not None
    assert done.snapshot.manifest.rows("bands") == ENOUGH_OPEN / 2


def test_snapshots_go_when_they_were_replaced_long_ago_and_the_newest_stay(data: DataFolder) -> None:
    commit_hourly(data, 10)
    policy = Retention(snapshots=timedelta(hours=5), keep=2)
    # Snapshot n was replaced by n + 1, which landed n hours after noon.
    assert expire_snapshots(data, hours(10.5), policy) == 5
    assert snapshot_numbers(data) == (6, 7, 8, 9, 10)
    assert expire_snapshots(data, hours(99), policy) == 3
    assert snapshot_numbers(data) == (9, 10)


def test_files_that_no_retained_snapshot_names_are_removed(data: DataFolder) -> None:
    commit_hourly(data, 30)
    done = maintain(data, hours(99), Retention(snapshots=timedelta(0), keep=1))
    assert done is not None
    assert {path.name for path in data.files.iterdir()} == {
        file.name for file in done.snapshot.manifest.files
    }
    with connect(done.snapshot) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (30,)


def test_a_reader_goes_on_through_maintenance(data: DataFolder) -> None:
    snapshot = commit_hourly(data, 30)
    publish(data, snapshot)
    with duckdb.connect(str(data.database), read_only=True) as reader:
        maintain(data, hours(31), Retention())
        assert reader.execute("SELECT count(DISTINCT text) FROM articles").fetchone() == (30,)


def test_an_empty_lake_needs_no_maintenance(data: DataFolder) -> None:
    assert maintain(data, NOON, Retention()) is None
