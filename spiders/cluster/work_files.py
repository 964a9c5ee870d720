"""Files that the machines of a cluster share while they work, in a folder that all see or in a bucket.

A name is written once. The files of one run stand in a place of their own, which is removed at its end.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warehouse.base.errors import CopydeskError

if TYPE_CHECKING:
    from warehouse.bucket.store import Bucket


class WorkFileMissing(CopydeskError):
    """A file that another machine wrote is not to be seen from here."""

    def __init__(self, place: str, name: str) -> None:
        super().__init__(place, name)
        self.place = place
        self.name = name

    def __str__(self) -> str:
        return (
            f"{self.place}/{self.name}: no such file on this machine; the data folder must be on storage "
            "that all workers see under the same path, or the lake in a bucket ([warehouse] lake)"
        )


class WorkFiles(Protocol):
    """Files by name, in one place."""

    def write(self, name: str, content: bytes) -> None: ...

    def read(self, name: str) -> bytes:
        """Raises WorkFileMissing."""

    def remove(self, name: str) -> None: ...

    def remove_all(self) -> None: ...


def work_files(place: str) -> WorkFiles:
    """The files of a place, a path or an s3:// URL. Raises what `open_bucket` raises."""
    if not place.startswith("s3://"):
        return _Folder(Path(place))
    from warehouse.bucket.store import open_bucket

    return _InBucket(place, open_bucket(place))


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, name: str, content: bytes) -> None:
        """Whoever reads sees the whole file or none."""
        part = self._path / f".{name}-{secrets.token_hex(4)}"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(self._path / name)

    def read(self, name: str) -> bytes:
        try:
            return (self._path / name).read_bytes()
        except FileNotFoundError:
            raise WorkFileMissing(str(self._path), name) from None

    def remove(self, name: str) -> None:
        (self._path / name).unlink(missing_ok=True)

    def remove_all(self) -> None:
        shutil.rmtree(self._path, ignore_errors=True)


class _InBucket:
    def __init__(self, place: str, bucket: Bucket) -> None:
        self._place = place
        self._bucket = bucket

    def write(self, name: str, content: bytes) -> None:
        self._bucket.write(name, content)

    def read(self, name: str) -> bytes:
        content = self._bucket.read(name)
        if content is None:
            raise WorkFileMissing(self._place, name)
        return content

    def remove(self, name: str) -> None:
        self._bucket.delete([name])

    def remove_all(self) -> None:
        self._bucket.delete([entry.key for entry in self._bucket.entries("")])
