"""Reading the snapshots of a bucket where they are, with nothing in the data folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

import duckdb

from warehouse.bucket.bucket_url import BucketUrl, access_from
from warehouse.bucket.object_keys import DATA, SNAPSHOTS, data_key, manifest_key, snapshot_number
from warehouse.bucket.store import Bucket
from warehouse.query.extension import load_extension
from warehouse.query.quoting import literal
from warehouse.snapshots.manifest import BrokenManifest, Manifest, parse_manifest

_PLAIN = re.compile(rf"{DATA}/\w+/\w+=[\d-]+/[\w-]+\.parquet")


@dataclass(frozen=True)
class RemoteSnapshot:
    """A snapshot whose files DuckDB reads over the network."""

    url: BucketUrl
    manifest: Manifest

    @property
    def number(self) -> int:
        return self.manifest.number

    @property
    def root(self) -> str:
        """The URL below which its files are."""
        return f"{self.url}/{DATA}"

    def locations(self, table: str) -> list[str]:
        """The URLs of one table's files."""
        return [f"{self.url}/{data_key(file)}" for file in self.manifest.of(table)]

    def admit(self, database: duckdb.DuckDBPyConnection) -> None:
        """Let a connection read the bucket. Raises ExtensionMissing and NoCredentials."""
        load_extension(database, "httpfs", "s3")
        database.execute(_secret(self.url))


def remote_numbers(bucket: Bucket) -> tuple[int, ...]:
    """The numbers of all retained snapshots of the bucket, oldest first."""
    numbers = (snapshot_number(entry.key) for entry in bucket.entries(SNAPSHOTS))
    return tuple(sorted(number for number in numbers if number is not None))


def remote_manifest(bucket: Bucket, number: int) -> Manifest:
    """The manifest of a snapshot. Raises BrokenManifest and NewerLake."""
    key = manifest_key(number)
    content = bucket.read(key)
    where = f"{bucket.url}/{key}"
    if content is None:
        raise BrokenManifest(where, "is missing")
    manifest = parse_manifest(content, where)
    if not all(_PLAIN.fullmatch(data_key(file)) for file in manifest.files):
        raise BrokenManifest(where, "names a file outside of the lake")
    return manifest


def _secret(url: BucketUrl) -> str:
    """The statement that lets one DuckDB connection read the bucket; nothing of it is stored in a file.

    Raises NoCredentials.
    """
    access = access_from(os.environ, url)
    options = {
        "KEY_ID": literal(access.key_id),
        "SECRET": literal(access.secret),
        "REGION": literal(access.region),
        "SCOPE": literal(f"s3://{url.bucket}"),
    }
    if access.token:
        options["SESSION_TOKEN"] = literal(access.token)
    if access.endpoint:
        options["ENDPOINT"] = literal(access.endpoint.partition("://")[2].rstrip("/"))
        options["URL_STYLE"] = "'path'"
        options["USE_SSL"] = str(access.is_encrypted).lower()
    listed = ", ".join(f"{name} {value}" for name, value in options.items())
    return f"CREATE OR REPLACE TEMPORARY SECRET copydesk (TYPE s3, {listed})"
