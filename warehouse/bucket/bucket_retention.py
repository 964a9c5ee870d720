"""Retention and takedowns in a bucket.

A manifest goes before the files that only it names. What no manifest names may be of a commit that is under
way, and a number that is given once more would let such a commit through that should lose: so both stay for a
day at least. What a takedown replaced was named once, and goes at once; where that is killed, it is a file
that nobody names. Where the bucket keeps old versions of objects, those are the bucket's owner's to expire.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from warehouse.base.data_folder import DataFolder
from warehouse.bucket.bucket_commit import upload_missing
from warehouse.bucket.object_keys import DATA, SNAPSHOTS, WORK, data_key, manifest_key, snapshot_number
from warehouse.bucket.remote_snapshots import remote_manifest, remote_numbers
from warehouse.bucket.store import Bucket, StoredObject
from warehouse.snapshots.manifest import DataFile, Manifest, to_json

UNDER_WAY = timedelta(days=1)
"""No commit takes longer from its first upload to its manifest."""


def expire_bucket(bucket: Bucket, now: datetime, kept_for: timedelta, keep: int) -> None:
    """Remove the bucket's snapshots that were replaced longer than `kept_for` ago, but the newest `keep`.

    What a killed run left below work/ goes, too.
    """
    abandoned = [entry.key for entry in bucket.entries(WORK) if entry.written_at < now - UNDER_WAY]
    bucket.delete(abandoned)
    expired = _expired(bucket.entries(SNAPSHOTS), now, kept_for, keep)
    bucket.delete([manifest_key(number) for number in expired])
    named = _keys(remote_manifest(bucket, number) for number in remote_numbers(bucket))
    bucket.delete(
        [
            entry.key
            for entry in bucket.entries(DATA)
            if entry.key not in named and entry.written_at < now - UNDER_WAY
        ]
    )


def _expired(entries: Sequence[StoredObject], now: datetime, kept_for: timedelta, keep: int) -> list[int]:
    written = {number: entry.written_at for entry in entries if (number := snapshot_number(entry.key))}
    numbers = sorted(written)
    replaced_at = {number: written[successor] for number, successor in pairwise(numbers)}
    return [number for number in numbers[:-keep] if replaced_at[number] <= now - max(kept_for, UNDER_WAY)]


def redact_bucket(
    bucket: Bucket,
    data: DataFolder,
    searched: Mapping[str, DataFile],
    redacted: Mapping[str, Sequence[DataFile]],
) -> set[str]:
    """Give the bucket's snapshots the redacted files; returns the keys that `remove_replaced` is for.

    `searched` are, by name, the files of which it is known whether they held the content, `redacted` what
    stands for those that did. A snapshot with any other file may hold it too, and is removed whole. The
    newest stays, and so does every file, until the takedown itself is committed: a commit under way may build
    upon them.
    """
    manifests = [remote_manifest(bucket, number) for number in remote_numbers(bucket)]
    unknown = [m for m in manifests if not all(file.name in searched for file in m.files)]
    upload_missing(bucket, data, [file for some in redacted.values() for file in some])
    for manifest in manifests:
        if manifest not in unknown:
            _redact(bucket, manifest, redacted)
    bucket.delete([manifest_key(manifest.number) for manifest in unknown if manifest != manifests[-1]])
    replaced = {data_key(searched[name]) for name in redacted}
    return _keys(manifests) | replaced | {manifest_key(manifest.number) for manifest in unknown}


def remove_replaced(bucket: Bucket, keys: Collection[str]) -> None:
    """Remove those of the keys that are manifests, then those of files that no manifest names any more."""
    bucket.delete([key for key in keys if snapshot_number(key)])
    named = _keys(remote_manifest(bucket, number) for number in remote_numbers(bucket))
    bucket.delete(sorted(set(keys) - named))


def _redact(bucket: Bucket, manifest: Manifest, redacted: Mapping[str, Sequence[DataFile]]) -> None:
    files = tuple(new for file in manifest.files for new in redacted.get(file.name, [file]))
    if files != manifest.files:
        bucket.write(manifest_key(manifest.number), to_json(replace(manifest, files=files)).encode())


def _keys(manifests: Iterable[Manifest]) -> set[str]:
    return {data_key(file) for manifest in manifests for file in manifest.files}
