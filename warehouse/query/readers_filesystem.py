"""A file system for DuckDB that finds files of this machine under the URLs of its readers."""

from __future__ import annotations

from typing import Any

from fsspec.implementations.local import LocalFileSystem


class ReadersFilesystem(LocalFileSystem):  # type: ignore[misc]
    """Files of this machine under the URLs that begin with `seen`."""

    protocol = "file"
    cachable = False

    def __init__(self, seen: str, root: str) -> None:
        super().__init__()
        self._seen = seen
        self._root = root

    def glob(self, path: str, **options: Any) -> list[str]:
        return [path]  # URLs are whole

    def info(self, path: str, **options: Any) -> dict[str, Any]:
        return dict(super().info(self._here(path), **options))

    def open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        return super().open(self._here(path), mode, **options)

    def modified(self, path: str) -> Any:
        return super().modified(self._here(path))

    def _here(self, path: str) -> str:
        return self._root + path.removeprefix(self._seen) if path.startswith(self._seen) else path
