"""Machines that share a lake in a bucket, and what a run does on one of them."""

from __future__ import annotations

from pathlib import Path

from s3_server import BUCKET
from warehouse_rows import article, fetch, hours, page, rows

from warehouse.base.data_folder import DataFolder
from warehouse.bucket.remote_snapshots import RemoteSnapshot, remote_manifest, remote_numbers
from warehouse.bucket.store import Bucket
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import Snapshot, commit, current_snapshot

LAKE_URL = f"s3://{BUCKET}/lake"


class Broken(Exception):
    """The machine dies."""


def die(*_: object) -> None:
    raise Broken


def machine(tmp_path: Path, name: str) -> DataFolder:
    return DataFolder(tmp_path / name, LAKE_URL)


def land(data: DataFolder, name: str) -> None:
    data.create()
    with SegmentWriter(data, f"run-{name}", "crawl") as writer:
        writer.add(fetch(name), page(name))


def run(data: DataFolder, name: str, hour: float) -> Snapshot:
    """What a run does: take in what others committed, land one article, commit."""
    with exclusive_writer(data):
        land(data, name)
        return take_in(data, name, hour)


def take_in(data: DataFolder, name: str, hour: float) -> Snapshot:
    base = current_snapshot(data)
    return commit(data, base, rows(article(name)), pending_segments(data, base), hours(hour))


def titles(bucket: Bucket, number: int | None = None) -> list[str]:
    newest = remote_manifest(bucket, number or remote_numbers(bucket)[-1])
    with connect(RemoteSnapshot(bucket.url, newest)) as database:
        found = database.execute("SELECT title FROM articles ORDER BY title").fetchall()
    return [title.removeprefix("Title of ") for (title,) in found]
