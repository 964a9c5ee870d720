"""Committing to a bucket: the data files first, then the manifest, by a put that only one writer can win.

Nothing refers to an uploaded file before its manifest is there, so whatever stops a commit leaves the old
snapshot. Two writers upload under different names and meet at `snapshots/N/manifest.json`, which the store
creates once (`If-None-Match: *`; Amazon S3 since 2024, and MinIO, R2 and others). The loser has changed
nothing; its pages wait in landing/ for the next run.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from warehouse.base.data_folder import DataFolder
from warehouse.bucket.object_keys import DATA, SNAPSHOTS, data_key, manifest_key
from warehouse.bucket.store import Bucket, BucketFailed
from warehouse.snapshots.catalog import SnapshotTaken
from warehouse.snapshots.datafile import require_undamaged
from warehouse.snapshots.manifest import DataFile, Manifest, to_json


def commit_to_bucket(bucket: Bucket, data: DataFolder, manifest: Manifest) -> None:
    """Make a snapshot of the data folder's files that of the bucket.

    Raises SnapshotTaken, and BucketFailed with the old snapshot current.
    """
    upload_missing(bucket, data, manifest.files)
    if not bucket.create(manifest_key(manifest.number), to_json(manifest).encode()):
        raise SnapshotTaken(str(bucket.url), manifest.number)


def require_conditional_put(bucket: Bucket) -> None:
    """Try the store once, before its first commit: one that overlooks `If-None-Match` would lose commits.

    Raises BucketFailed.
    """
    key = f"{SNAPSHOTS}/conditional-put-{secrets.token_hex(4)}"
    overwritten = bucket.create(key, b"first") and bucket.create(key, b"second")
    bucket.delete([key])
    if overwritten:
        raise BucketFailed(str(bucket.url), "ignores If-None-Match, so two writers would lose commits")


def upload_missing(bucket: Bucket, data: DataFolder, files: Iterable[DataFile]) -> None:
    """Upload the files of lake/data that the bucket does not have. Raises DamagedFile."""
    there = {entry.key for entry in bucket.entries(DATA)}
    missing = [file for file in files if data_key(file) not in there]
    require_undamaged(data, missing)
    bucket.upload((data.files / file.name, data_key(file)) for file in missing)
