"""The view file of a bucket: `ATTACH 's3://bucket/prefix/warehouse.duckdb' (READ_ONLY)` from any machine."""

from __future__ import annotations

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import remove
from warehouse.bucket.object_keys import DATABASE
from warehouse.bucket.remote_snapshots import RemoteSnapshot, remote_numbers
from warehouse.bucket.store import Bucket
from warehouse.query.viewfile import create_commented_views, install_database
from warehouse.snapshots.manifest import Manifest


def publish_remote_views(bucket: Bucket, data: DataFolder, manifest: Manifest) -> None:
    """Build the view file over the bucket's own files and put it there.

    Where another writer has committed since, its views are the newer ones, and nothing is done.
    Raises ExtensionMissing, NoCredentials and BucketFailed.
    """
    if manifest.number < max(remote_numbers(bucket), default=0):
        return
    path = data.tmp / DATABASE
    snapshot = RemoteSnapshot(bucket.url, manifest)
    install_database(data, path, lambda database: create_commented_views(database, snapshot))
    bucket.upload([(path, DATABASE)])
    remove([path])
