"""Takedowns and retention of a lake in a bucket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bucket_machines import Broken, die, machine, run, titles
from warehouse_rows import digest, hours

from flows.matching.reelect_canonicals import reelect_canonicals
from warehouse.bucket import bucket_retention
from warehouse.bucket.bucket_retention import expire_bucket
from warehouse.bucket.remote_snapshots import remote_manifest, remote_numbers
from warehouse.bucket.store import Bucket
from warehouse.erasure.erase import erase
from warehouse.erasure.target import find_target
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.snapshots.retained import snapshot_numbers
from warehouse.upkeep.maintenance import maintain
from warehouse.upkeep.retention import Retention

pytest.importorskip("moto.server")
pytest.importorskip("obstore")
pytest.importorskip("duckdb_extension_httpfs")


def objects_with(bucket: Bucket, prefix: str, name: str) -> list[str]:
    """Keys below a prefix whose objects hold the id of an article."""
    article_id = digest(name, 16).encode()
    return [entry.key for entry in bucket.entries(prefix) if article_id in (bucket.read(entry.key) or b"")]


def test_a_takedown_reaches_every_object_and_every_machine(bucket: Bucket, tmp_path: Path) -> None:
    one, two = machine(tmp_path, "one"), machine(tmp_path, "two")
    for hour, name in enumerate(["secret", "other"]):
        run(one, name, hour)
    with exclusive_writer(two):
        pass
    with exclusive_writer(one):
        target = find_target(one, "url", "https://example.org/secret")
        erase(one, target, "url", "court", hours(3), reelect_canonicals)
    assert titles(bucket) == ["other"]
    assert titles(bucket, 1) == []
    assert objects_with(bucket, "", "secret") == []
    with exclusive_writer(two):
        assert snapshot_numbers(two) == (3,)
    key = digest("secret", 16).encode()
    assert not [path for path in two.lake.rglob("*.parquet") if key in path.read_bytes()]


def test_a_takedown_that_is_killed_at_its_end_leaves_files_that_nobody_names(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = machine(tmp_path, "one")
    for hour, name in enumerate(["secret", "other"]):
        run(data, name, hour)
    with monkeypatch.context() as patch, exclusive_writer(data):
        patch.setattr("warehouse.bucket.s3_catalog.remove_replaced", die)
        with pytest.raises(Broken):
            erase(
                data,
                find_target(data, "url", "https://example.org/secret"),
                "url",
                "court",
                hours(3),
                reelect_canonicals,
            )
    assert [titles(bucket, number) for number in (1, 2, 3)] == [[], ["other"], ["other"]]
    monkeypatch.setattr(bucket_retention, "UNDER_WAY", timedelta(0))
    expire_bucket(bucket, datetime.now(UTC) + timedelta(minutes=1), timedelta(days=7), keep=3)
    assert objects_with(bucket, "data", "secret") == []


def test_a_takedown_that_is_killed_before_its_commit_is_finished_by_the_next_try(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = machine(tmp_path, "one")
    for hour, name in enumerate(["secret", "other"]):
        run(data, name, hour)
    for killed in (True, False):
        with monkeypatch.context() as patch, exclusive_writer(data):
            target = find_target(data, "url", "https://example.org/secret")
            if killed:
                patch.setattr("warehouse.bucket.s3_catalog.commit_to_bucket", die)
                with pytest.raises(Broken):
                    erase(data, target, "url", "court", hours(3), reelect_canonicals)
            else:
                erase(data, target, "url", "court", hours(3), reelect_canonicals)
        assert titles(bucket) == ["other"]
    assert objects_with(bucket, "data", "secret") == []


def test_a_takedown_removes_older_snapshots_that_it_cannot_search(bucket: Bucket, tmp_path: Path) -> None:
    one = machine(tmp_path, "one")
    for hour, name in enumerate(["secret", "other"]):
        run(one, name, hour)
    with exclusive_writer(one):
        maintain(one, hours(2), Retention(keep=1, snapshots=timedelta(0)))
    run(one, "third", 3)
    two = machine(tmp_path, "two")
    with exclusive_writer(two):
        erase(
            two,
            find_target(two, "url", "https://example.org/secret"),
            "url",
            "court",
            hours(4),
            reelect_canonicals,
        )
    assert titles(bucket) == ["other", "third"]
    assert objects_with(bucket, "data", "secret") == []


def test_retention_removes_old_manifests_then_the_files_that_nobody_names(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = machine(tmp_path, "one")
    for hour, name in enumerate("abcd"):
        run(data, name, hour)
    bucket.write("data/articles/landed_date=2026-11-22/under-way.parquet", b"of a commit that is on its way")
    bucket.write("work/a-run/000000", b"of a run that extracts on a cluster")
    with exclusive_writer(data):
        maintain(data, hours(48), Retention())  # compacts, so that old files are named by old snapshots only
    before = {entry.key for entry in bucket.entries("data")}
    later = max(entry.written_at for entry in bucket.entries("snapshots")) + timedelta(hours=1)
    expire_bucket(bucket, later, timedelta(0), keep=1)
    assert remote_numbers(bucket) == (1, 2, 3, 4, 5)
    assert {entry.key for entry in bucket.entries("data")} == before
    assert len(bucket.entries("work")) == 1
    monkeypatch.setattr(bucket_retention, "UNDER_WAY", timedelta(0))
    expire_bucket(bucket, later, timedelta(0), keep=1)
    assert remote_numbers(bucket) == (5,)
    assert bucket.entries("work") == []
    assert len(bucket.entries("data")) == len(remote_manifest(bucket, 5).files)
    assert titles(bucket) == ["a", "b", "c", "d"]
