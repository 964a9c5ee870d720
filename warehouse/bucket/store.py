"""The few operations that an object store must have, by way of obstore (the Rust crate object_store)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from warehouse.base.errors import CopydeskError
from warehouse.bucket.bucket_url import Access, BucketUrl, access_from, parse_bucket_url

AT_ONCE = 8
"""Objects that are moved at a time."""

RETRY_TIMEOUT = timedelta(seconds=60)
"""How long a request is tried again while the store does not respond, or says that it is busy."""

T = TypeVar("T")


class BucketFailed(CopydeskError):
    """The object store did not do what was requested."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(url, problem)
        self.url = url
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.url}: {self.problem}; check the URL, the AWS_* variables and the network"


class StoreMissing(CopydeskError):
    """The package that talks to object stores is not installed."""

    def __str__(self) -> str:
        return "a lake on s3:// needs more packages; install them with: pip install 'copydesk[s3]'"


@dataclass(frozen=True)
class StoredObject:
    """One object: its key below the lake's prefix, and when it was written, by the store's clock."""

    key: str
    written_at: datetime


class Bucket:
    """The objects below one prefix. Every method raises BucketFailed."""

    def __init__(self, url: BucketUrl) -> None:
        self.url = url
        self._store = _open_store(url, access_from(os.environ, url))

    def create(self, key: str, content: bytes) -> bool:
        """Write an object unless there is one of this key (`If-None-Match: *`); says whether it is this.

        A request whose response got lost is repeated and then finds the object that it wrote: that is a yes.
        """
        from obstore.exceptions import AlreadyExistsError

        with self._store_errors():
            try:
                self._store.put(key, content, mode="create")
            except AlreadyExistsError:
                return self.read(key) == content
        return True

    def write(self, key: str, content: bytes) -> None:
        """Write an object, whatever was there."""
        with self._store_errors():
            self._store.put(key, content)

    def read(self, key: str) -> bytes | None:
        """The content of an object, or None where there is none."""
        with self._store_errors():
            try:
                return bytes(self._store.get(key).bytes())
            except FileNotFoundError:
                return None

    def upload(self, files: Iterable[tuple[Path, str]]) -> None:
        """Write files under their keys."""
        self._each(lambda pair: self._store.put(pair[1], pair[0]), files)

    def download(self, files: Iterable[tuple[str, Path]]) -> None:
        """Read objects into files."""
        self._each(lambda pair: self._save(*pair), files)

    def save(self, key: str, path: Path) -> bool:
        """Read an object into a file; False where there is none."""
        with self._store_errors():
            try:
                self._save(key, path)
            except FileNotFoundError:
                return False
        return True

    def entries(self, prefix: str) -> list[StoredObject]:
        """The objects below a prefix."""
        with self._store_errors():
            listed = [meta for page in self._store.list(prefix) for meta in page]
        return [StoredObject(meta["path"], meta["last_modified"]) for meta in listed]

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects; one that is not there is no error."""
        with self._store_errors():
            if keys:
                self._store.delete(list(keys))

    def _save(self, key: str, path: Path) -> None:
        found = self._store.get(key)
        with path.open("wb") as file:
            for chunk in found:
                file.write(chunk)

    def _each(self, move: Callable[[T], object], items: Iterable[T]) -> None:
        with self._store_errors(), ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(move, items):
                pass

    @contextmanager
    def _store_errors(self) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, FileNotFoundError, PermissionError) as error:
            raise BucketFailed(str(self.url), str(error).partition("\n")[0]) from error


def open_bucket(url: str) -> Bucket:
    """The bucket at a URL. Raises WrongBucketUrl, NoCredentials and StoreMissing."""
    return Bucket(parse_bucket_url(url))


def _open_store(url: BucketUrl, access: Access) -> Any:
    try:
        from obstore.store import S3Store
    except ImportError:
        raise StoreMissing from None
    options: dict[str, Any] = {
        "prefix": url.prefix,
        "access_key_id": access.key_id,
        "secret_access_key": access.secret,
        "session_token": access.token,
        "region": access.region,
        "endpoint": access.endpoint,
        "client_options": {"allow_http": not access.is_encrypted},
        "retry_config": {"retry_timeout": RETRY_TIMEOUT},
    }
    return S3Store(url.bucket, **{name: value for name, value in options.items() if value})
