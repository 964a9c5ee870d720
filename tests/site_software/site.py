"""A built site on loopback: files with ETag and Last-Modified, as web servers send them."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsroom.server import OutletServer, Request, Response

Build = Callable[[Path, str], Path]
"""Builds a site of all stories in an empty folder, for the URL of its front page; gives its root."""

BUILT_AT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class BuiltSite:
    """A site that is served: the URL of its front page, its files, and the requests it had so far."""

    home: str
    files: Path
    requests: list[Request]


@contextmanager
def served(name: str, build: Build, folder: Path) -> Iterator[BuiltSite]:
    """The site that `build` makes in `folder`, served on a free port as long as the context lasts."""
    requests: list[Request] = []
    root: list[Path] = []
    server = OutletServer(name, 0, lambda path: _response(root[0], path), requests)
    home = f"http://{server.host}/"
    root.append(build(folder, home))
    server.start()
    try:
        yield BuiltSite(home, root[0], requests)
    finally:
        server.close()


def _response(root: Path, path: str) -> Response | None:
    file = root / unquote(urlsplit(path).path).lstrip("/")
    if file.is_dir():
        file = file / "index.html"
    if not file.is_file():
        return None
    body = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    return Response(body=body, content_type=kind, etag=etag, last_modified=BUILT_AT)
