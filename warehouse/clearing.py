"""Retention and takedowns in a bucket.

A manifest goes before the files that only it names. A file that no manifest names may be of a commit that
is on its way, so it stays for a day; what a takedown replaced was named once, and goes at once. Where the
bucket keeps old versions of objects, those are the bucket's owner's to expire.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from warehouse.bucket.store import Bucket, Entry, open_bucket
from warehouse.bucket_keys import DATA, SNAPSHOTS, data_key, manifest_key, snapshot_number
from warehouse.folder import DataFolder
from warehouse.manifest import DataFile, Manifest, to_json
from warehouse.offering import upload_missing
from warehouse.remote import remote_manifest, remote_numbers

UNDER_WAY = timedelta(days=1)
"""No commit takes longer from its first upload to its manifest."""


def expire_bucket(data: DataFolder, now: datetime, kept_for: timedelta, keep: int) -> None:
    """Remove the bucket's snapshots that were replaced longer than `kept_for` ago, but the newest `keep`."""
    assert data.bucket is not None
    bucket = open_bucket(data.bucket)
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


def _expired(entries: Sequence[Entry], now: datetime, kept_for: timedelta, keep: int) -> list[int]:
    written = {number: entry.written_at for entry in entries if (number := snapshot_number(entry.key))}
    numbers = sorted(written)
    replaced_at = {number: written[successor] for number, successor in pairwise(numbers)}
    return [number for number in numbers[:-keep] if replaced_at[number] <= now - kept_for]


def redact_bucket(
    data: DataFolder, searched: Collection[str], redacted: Mapping[str, Sequence[DataFile]]
) -> None:
    """Give the bucket's older snapshots the redacted files, and remove the files that those replace.

    The current one is redacted already. `searched` names the files of which it is known whether they held
    the content, `redacted` what stands for those that did. An older snapshot with any other file may hold it
    too, and is removed whole.
    """
    assert data.bucket is not None
    bucket = open_bucket(data.bucket)
    *older, current = [remote_manifest(bucket, number) for number in remote_numbers(bucket)]
    known = {*searched, *(file.name for file in current.files)}
    unknown = [m for m in older if not known.issuperset(file.name for file in m.files)]
    bucket.delete([manifest_key(manifest.number) for manifest in unknown])
    upload_missing(bucket, data, [file for some in redacted.values() for file in some])
    kept = [_redacted(bucket, manifest, redacted) for manifest in older if manifest not in unknown]
    bucket.delete(sorted(_keys(older) - _keys([*kept, current])))


def _redacted(bucket: Bucket, manifest: Manifest, redacted: Mapping[str, Sequence[DataFile]]) -> Manifest:
    """The manifest with the redacted files, in the bucket too."""
    files = tuple(new for file in manifest.files for new in redacted.get(file.name, [file]))
    changed = replace(manifest, files=files)
    if changed != manifest:
        bucket.write(manifest_key(manifest.number), to_json(changed).encode())
    return changed


def _keys(manifests: Iterable[Manifest]) -> set[str]:
    return {data_key(file) for manifest in manifests for file in manifest.files}
