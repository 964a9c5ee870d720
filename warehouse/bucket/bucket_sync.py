"""Bringing the data folder up to the bucket before anything is written: what others committed comes first.

The working copy then holds the bucket's current snapshot, whole and checked against its checksums, so that
everything that writes works on local files as ever. A data folder that is empty begins from the bucket; a
bucket that is empty begins from the data folder.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import part_of, remove, sync_file
from warehouse.base.errors import CopydeskError
from warehouse.bucket.bucket_commit import commit_to_bucket, require_conditional_put
from warehouse.bucket.object_keys import data_key
from warehouse.bucket.remote_snapshots import remote_manifest, remote_numbers
from warehouse.bucket.store import Bucket, BucketFailed
from warehouse.search.index import drop_index
from warehouse.snapshots.linktree import stale_trees
from warehouse.snapshots.manifest import DataFile, Manifest
from warehouse.snapshots.parquet import sha256_of
from warehouse.snapshots.retained import snapshot_numbers
from warehouse.snapshots.snapshot import Snapshot, current_snapshot, make_current
from warehouse.snapshots.sweep import remove_unreferenced

logger = logging.getLogger(__name__)


class OtherLake(CopydeskError):
    """The data folder and the bucket have no snapshot in common."""

    def __init__(self, data: DataFolder, number: int) -> None:
        super().__init__(data, number)
        self.data = data
        self.number = number

    def __str__(self) -> str:
        return (
            f"{self.data.lake}: snapshot {self.number} is not in {self.data.catalog_url}; the folder "
            "belongs to another lake, or is too old. Move lake/ away (landing/ can stay) and run again"
        )


def pull(bucket: Bucket, data: DataFolder) -> None:
    """Make the bucket's current snapshot the data folder's. Only the holder of the run lock may call it.

    Raises OtherLake, BucketFailed, BrokenManifest and NewerLake; the data folder is then as it was.
    """
    current = current_snapshot(data)
    numbers = remote_numbers(bucket)
    if not numbers:
        _begin(data, bucket, current)
    elif current.is_empty:
        _adopt(data, bucket, [remote_manifest(bucket, numbers[-1])])
    elif missed := _missed(data, bucket, current.manifest, numbers):
        _adopt(data, bucket, missed)


def fetch(bucket: Bucket, file: DataFile, path: Path) -> bool:
    """Read the bucket's copy of a data file into `path`; False where it has none, or a damaged one."""
    if not bucket.save(data_key(file), path):
        return False
    if sha256_of(path) != file.sha256:
        logger.warning("%s/%s: has another checksum than its manifest says", bucket.url, data_key(file))
        path.unlink()
        return False
    sync_file(path)
    return True


def _begin(data: DataFolder, bucket: Bucket, current: Snapshot) -> None:
    require_conditional_put(bucket)
    if not current.is_empty:
        commit_to_bucket(bucket, data, current.manifest)


def _missed(data: DataFolder, bucket: Bucket, ours: Manifest, numbers: Sequence[int]) -> list[Manifest]:
    """The manifests of the bucket that came after ours, oldest first. Raises OtherLake."""
    if ours.number not in numbers or _identity(remote_manifest(bucket, ours.number)) != _identity(ours):
        raise OtherLake(data, ours.number)
    return [remote_manifest(bucket, number) for number in numbers if number > ours.number]


def _identity(manifest: Manifest) -> tuple[object, ...]:
    """What an erasure does not change of a snapshot."""
    return (manifest.number, manifest.parent, manifest.committed_at, manifest.cause)


def _adopt(data: DataFolder, bucket: Bucket, missed: Sequence[Manifest]) -> None:
    newest = missed[-1]
    _download(data, bucket, newest.files)
    make_current(data, newest)
    # What others took in from our landing (a commit of ours whose response got lost) is done.
    taken = [data.landing / name for manifest in missed for name in manifest.segments]
    remove(path for path in taken if path.exists())
    if any(manifest.cause == "erasure" for manifest in missed):
        _forget_older(data, newest)
    logger.info("pulled snapshot %d from %s", newest.number, bucket.url)


def _download(data: DataFolder, bucket: Bucket, files: Sequence[DataFile]) -> None:
    wanted = [file for file in files if not (data.files / file.name).exists()]
    bucket.download((data_key(file), part_of(data.files / file.name)) for file in wanted)
    for file in wanted:
        part = part_of(data.files / file.name)
        if sha256_of(part) != file.sha256:
            problem = "has another checksum than its manifest says"
            raise BucketFailed(f"{bucket.url}/{data_key(file)}", problem)
        sync_file(part)
        part.replace(data.files / file.name)


def _forget_older(data: DataFolder, newest: Manifest) -> None:
    """Drop what may hold content that was erased elsewhere and that publishing does not renew."""
    older = [data.snapshots / str(number) for number in snapshot_numbers(data) if number < newest.number]
    remove([*older, *stale_trees(data, newest.number), data.known, data.recent])
    remove_unreferenced(data)
    drop_index(data)
