"""A lake in object storage, on a loopback S3 server: the bucket decides, data folders come and go."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from bucket_machines import LAKE_URL, Broken, die, land, machine, run, take_in, titles
from click.testing import CliRunner
from warehouse_rows import NOON, article, hours, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.bucket.bucket_sync import OtherLake
from warehouse.bucket.bucket_url import NoCredentials, WrongBucketUrl, parse_bucket_url
from warehouse.bucket.remote_snapshots import remote_numbers
from warehouse.bucket.store import Bucket, BucketFailed, open_bucket
from warehouse.derived.publish import publish
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.catalog import SnapshotTaken
from warehouse.snapshots.datafile import DamagedFile
from warehouse.snapshots.retained import NoSuchSnapshot
from warehouse.snapshots.snapshot import EMPTY, commit, current_snapshot
from warehouse.upkeep.damaged_files import restore_damaged
from warehouse.upkeep.fsck import check

pytest.importorskip("moto.server")
pytest.importorskip("obstore")
pytest.importorskip("duckdb_extension_httpfs")


def test_a_run_commits_to_the_bucket_and_the_next_on_an_empty_machine_goes_on(
    bucket: Bucket, tmp_path: Path
) -> None:
    run(machine(tmp_path, "one"), "a", 0)
    second = run(machine(tmp_path, "two"), "b", 1)
    assert (second.number, second.manifest.rows("articles"), second.manifest.rows("pages")) == (2, 2, 2)
    assert titles(bucket) == ["a", "b"]
    assert titles(bucket, 1) == ["a"]
    third = run(machine(tmp_path, "one"), "c", 2)
    assert third.number == 3
    assert titles(bucket) == ["a", "b", "c"]


def test_of_two_writers_one_commits_and_the_other_keeps_its_pages_for_the_next_run(
    bucket: Bucket, tmp_path: Path
) -> None:
    one, two = machine(tmp_path, "one"), machine(tmp_path, "two")
    run(one, "a", 0)
    with exclusive_writer(one), exclusive_writer(two):
        land(one, "b")
        land(two, "c")
        take_in(one, "b", 1)
        with pytest.raises(SnapshotTaken, match="another writer committed snapshot 2"):
            take_in(two, "c", 1)
    assert titles(bucket) == ["a", "b"]
    assert current_snapshot(two).number == 1
    with exclusive_writer(two):
        assert len(pending_segments(two, current_snapshot(two))) == 1
        take_in(two, "c", 2)
    assert titles(bucket) == ["a", "b", "c"]
    assert pending_segments(two, current_snapshot(two)) == []


@pytest.mark.parametrize("step", ["upload", "create"])
def test_a_commit_that_dies_before_its_manifest_leaves_the_old_snapshot(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    data = machine(tmp_path, "one")
    run(data, "a", 0)

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, step, die)
        with pytest.raises(Broken):
            run(data, "b", 1)
    assert titles(bucket) == ["a"]
    with exclusive_writer(data):
        take_in(data, "b", 2)
    assert titles(bucket) == ["a", "b"]


def test_a_commit_that_dies_after_its_manifest_is_taken_in_once(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = machine(tmp_path, "one")
    run(data, "a", 0)

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.snapshots.snapshot.make_current", die)
        with pytest.raises(Broken):
            run(data, "b", 1)
    assert current_snapshot(data).number == 1
    run(machine(tmp_path, "two"), "c", 2)
    with exclusive_writer(data):
        assert pending_segments(data, current_snapshot(data)) == []
    assert titles(bucket) == ["a", "b", "c"]


def test_a_response_that_got_lost_is_not_a_lost_race(bucket: Bucket) -> None:
    assert bucket.create("snapshots/1/manifest.json", b"ours")
    assert bucket.create("snapshots/1/manifest.json", b"ours")
    assert not bucket.create("snapshots/1/manifest.json", b"theirs")
    assert bucket.read("snapshots/1/manifest.json") == b"ours"


def test_a_store_that_overlooks_the_condition_is_refused_before_the_first_commit(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overwrite(store: Bucket, key: str, content: bytes) -> bool:
        store.write(key, content)
        return True

    monkeypatch.setattr(Bucket, "create", overwrite)
    with pytest.raises(BucketFailed, match="ignores If-None-Match"):
        run(machine(tmp_path, "one"), "a", 0)
    assert bucket.entries("") == []


def test_a_lake_that_was_local_moves_into_an_empty_bucket(bucket: Bucket, tmp_path: Path) -> None:
    local = DataFolder(tmp_path / "one")
    local.create()
    commit(local, EMPTY, rows(article("a")), [], NOON)
    run(machine(tmp_path, "one"), "b", 1)
    assert remote_numbers(bucket) == (1, 2)
    assert titles(bucket) == ["a", "b"]


def test_another_lake_is_refused_and_neither_is_touched(bucket: Bucket, tmp_path: Path) -> None:
    run(machine(tmp_path, "one"), "a", 0)
    other = DataFolder(tmp_path / "two")
    other.create()
    commit(other, EMPTY, rows(article("z")), [], hours(5))
    with pytest.raises(OtherLake, match="belongs to another lake"):
        run(machine(tmp_path, "two"), "b", 6)
    assert titles(bucket) == ["a"]
    assert current_snapshot(other).manifest.rows("articles") == 1


def test_a_file_that_was_changed_in_the_bucket_is_not_taken_in(bucket: Bucket, tmp_path: Path) -> None:
    run(machine(tmp_path, "one"), "a", 0)
    (key,) = (entry.key for entry in bucket.entries("data/articles"))
    bucket.write(key, b"not what it was")
    two = machine(tmp_path, "two")
    with pytest.raises(BucketFailed, match="another checksum"):
        run(two, "b", 1)
    assert current_snapshot(two).is_empty


@pytest.mark.parametrize("damage", ["cut", "flipped", "missing"])
def test_a_file_that_is_damaged_here_is_fetched_again_from_the_bucket(
    bucket: Bucket, tmp_path: Path, damage: str
) -> None:
    data = machine(tmp_path, "one")
    run(data, "a", 0)
    (path,) = data.files.glob("articles-*")
    content = path.read_bytes()
    if damage == "missing":
        for name in list(data.lake.rglob(path.name)):
            name.unlink()
    else:
        with path.open("r+b") as file:  # all names are one inode
            file.write(content[:100] if damage == "cut" else content[:100] + b"\0\1" + content[102:])
            file.truncate(100 if damage == "cut" else len(content))
    damaged, lines = restore_damaged(data, every_byte=damage == "flipped")
    assert (damaged, len(lines), path.read_bytes() == content) == ([], 2, True)
    assert [problem for problem in check(data) if problem.file] == []


def test_a_damaged_file_is_not_uploaded(bucket: Bucket, tmp_path: Path) -> None:
    local = DataFolder(tmp_path / "one")
    local.create()
    commit(local, EMPTY, rows(article("a")), [], NOON)
    (path,) = local.files.glob("articles-*")
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\0\1")
    with pytest.raises(DamagedFile, match="another checksum"):
        run(machine(tmp_path, "one"), "b", 1)
    assert remote_numbers(bucket) == ()


def test_older_snapshots_are_read_where_they_are(bucket: Bucket, tmp_path: Path) -> None:
    data = machine(tmp_path, "one")
    for hour, name in enumerate("abc"):
        run(data, name, hour)
    lake = Lake(data)
    assert lake.as_of(hours(1.5)).number == 2
    with pytest.raises(NoSuchSnapshot, match="retained: 1 to 3"):
        lake.numbered(9)
    with pytest.raises(NoSuchSnapshot):
        lake.as_of(hours(-1))


def test_verbs_read_the_bucket_on_a_machine_without_data(bucket: Bucket, tmp_path: Path) -> None:
    for hour, name in enumerate("ab"):
        run(machine(tmp_path, "one"), name, hour)
    config = tmp_path / "sources.toml"
    config.write_text(f'[warehouse]\nlake = "{LAKE_URL}"\n')
    reader = ["--data", str(tmp_path / "none"), "--config", str(config)]
    count = ["query", "SELECT count(*) AS n FROM articles", "--format", "csv"]
    assert CliRunner().invoke(cli, [*reader, *count]).output.split() == ["n", "2"]
    assert CliRunner().invoke(cli, [*reader, *count, "--snapshot", "1"]).output.split() == ["n", "1"]
    shell = CliRunner().invoke(cli, [*reader, "shell"], input="SELECT title FROM articles;\n")
    assert "Title of a" in shell.output
    assert "run" in CliRunner().invoke(cli, [*reader, "snapshots"]).output
    exported = CliRunner().invoke(cli, [*reader, "export", str(tmp_path / "out"), "--format", "jsonl"])
    assert exported.exit_code == 0, exported.output
    lines = (tmp_path / "out" / "articles-00000.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["title"] for line in lines) == ["Title of a", "Title of b"]
    assert not (tmp_path / "none").exists()


def test_the_view_file_in_the_bucket_is_attached_from_anywhere(bucket: Bucket, tmp_path: Path) -> None:
    data = machine(tmp_path, "one")
    publish(data, run(data, "a", 0))
    shutil.rmtree(data.root)
    with duckdb.connect(config=OFFLINE) as database:
        Lake(DataFolder(tmp_path / "none", LAKE_URL)).newest().admit(database)
        database.execute(f"ATTACH '{LAKE_URL}/warehouse.duckdb' AS news (READ_ONLY)")
        assert database.execute("SELECT title FROM news.articles").fetchall() == [("Title of a",)]


def test_missing_credentials_a_wrong_url_and_a_silent_store_are_clear_errors(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("http://x/y", "s3://", "s3://B/y", "s3://bucket/../y"):
        with pytest.raises(WrongBucketUrl, match="s3://bucket/prefix"):
            parse_bucket_url(text)
    monkeypatch.setattr("warehouse.bucket.store.RETRY_TIMEOUT", timedelta(seconds=1))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(BucketFailed, match="s3://newsroom/lake"):
        open_bucket(LAKE_URL).read("x")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(NoCredentials, match="AWS_SECRET_ACCESS_KEY is not set"):
        open_bucket(LAKE_URL)
