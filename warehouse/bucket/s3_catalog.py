"""A lake in an S3 bucket: the bucket decides, and the data folder is a working copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.bucket.bucket_commit import commit_to_bucket
from warehouse.bucket.bucket_retention import expire_bucket, redact_bucket, remove_replaced
from warehouse.bucket.bucket_sync import fetch, pull
from warehouse.bucket.bucket_url import parse_bucket_url
from warehouse.bucket.remote_snapshots import RemoteSnapshot, remote_manifest, remote_numbers
from warehouse.bucket.remote_views import publish_remote_views
from warehouse.bucket.store import open_bucket
from warehouse.snapshots.manifest import DataFile, Manifest


class S3Catalog:
    """The snapshots of a bucket; see `warehouse.snapshots.catalog.Catalog`.

    Raises WrongBucketUrl, NoCredentials and StoreMissing; its methods raise BucketFailed.
    """

    keeps_manifests = True

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._bucket = open_bucket(data.catalog_url or "")

    @staticmethod
    def checked_url(url: str) -> str:
        return str(parse_bucket_url(url))

    def numbers(self) -> tuple[int, ...]:
        return remote_numbers(self._bucket)

    def snapshot(self, number: int) -> RemoteSnapshot:
        return RemoteSnapshot(self._bucket.url, remote_manifest(self._bucket, number))

    def pull(self) -> None:
        pull(self._bucket, self._data)

    def commit(self, manifest: Manifest) -> None:
        commit_to_bucket(self._bucket, self._data, manifest)

    def publish(self, manifest: Manifest) -> None:
        publish_remote_views(self._bucket, self._data, manifest)

    def fetch(self, file: DataFile, path: Path) -> bool:
        return fetch(self._bucket, file, path)

    def expire(self, now: datetime, kept_for: timedelta, keep: int) -> None:
        expire_bucket(self._bucket, now, kept_for, keep)

    @contextmanager
    def redaction(
        self, searched: Mapping[str, DataFile], redacted: Mapping[str, Sequence[DataFile]]
    ) -> Iterator[None]:
        replaced = redact_bucket(self._bucket, self._data, searched, redacted)
        yield
        remove_replaced(self._bucket, replaced)
