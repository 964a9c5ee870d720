"""One outlet's HTTP server: responds by path, honours validators, counts every request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Response:
    """What stands at one path."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str | None = None
    last_modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as the server saw it. `at` is in seconds of the monotonic clock."""

    at: float
    outlet: str
    host: str
    method: str
    path: str
    status: int
    user_agent: str
    conditional: bool


NOT_FOUND = Response(body=b"<html><title>404</title><p>Not found.</p></html>", status=404)

Look = Callable[[str], Response | None]


class OutletServer:
    """Serves `look(path with query)` on a port of 127.0.0.1, in threads, from start to close."""

    def __init__(self, name: str, port: int, look: Look, requests: list[Request]) -> None:
        self._server = _Server(("127.0.0.1", port), _Exchange)
        self._server.name, self._server.look, self._server.requests = name, look, requests
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    name: str
    look: Look
    requests: list[Request]


class _Exchange(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "newsroom", ""
    timeout = 600  # longer than clients keep a connection: a request on one that we closed comes twice
    wbufsize = 1 << 16  # headers and body leave together: no delayed acknowledgement between them
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        at = time.monotonic()
        response = self.server.look(self.path) or NOT_FOUND
        etag = response.etag and f'"{response.etag}"'
        status = 304 if self._is_current(response, etag) else response.status
        self._count(at, status)
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        if response.last_modified:
            self.send_header("Last-Modified", format_datetime(response.last_modified, usegmt=True))
        for name, value in response.headers.items():
            self.send_header(name, value)
        body = b"" if status == 304 else response.body
        if status != 304:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _is_current(self, response: Response, etag: str | None) -> bool:
        if etag and (sent := self.headers.get("If-None-Match")):
            return etag in sent
        if response.last_modified and (since := self.headers.get("If-Modified-Since")):
            return since == format_datetime(response.last_modified, usegmt=True)
        return False

    def _count(self, at: float, status: int) -> None:
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        seen = Request(
            at=at,
            outlet=self.server.name,
            host=self.headers.get("Host", ""),
            method=self.command,
            path=self.path,
            status=status,
            user_agent=self.headers.get("User-Agent", ""),
            conditional=conditional,
        )
        self.server.requests.append(seen)

    def log_message(self, format: str, *args: object) -> None:
        pass


def tag_of(body: bytes) -> str:
    """An entity tag for a body."""
    return sha256(body).hexdigest()[:16]
