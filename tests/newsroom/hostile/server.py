"""One trap's site, and the canary."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from newsroom.hostile.trap import Trap
from newsroom.server import NOT_FOUND, Response


class TrapServer:
    """A trap before a healthy site, on a free port of 127.0.0.1, from start to close."""

    def __init__(self, trap: Trap, canary: str) -> None:
        self.trap = trap
        self.canary = canary
        self.requests: list[str] = []
        self.look: Callable[[str], Response | None] = lambda path: None
        self._server = _Server(("127.0.0.1", 0), _Exchange)
        self._server.site = self
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    site: TrapServer


class _Exchange(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 600  # as in newsroom.server
    disable_nagle_algorithm = True

    @property
    def base(self) -> str:
        return self.server.site.base

    @property
    def canary(self) -> str:
        return self.server.site.canary

    def do_GET(self) -> None:
        site = self.server.site
        site.requests.append(self.path)
        with contextlib.suppress(OSError):
            if site.trap.act and self.path.startswith(site.trap.at):
                self.close_connection = True
                site.trap.act(self)
            else:
                self._healthy(site.look(self.path) or NOT_FOUND)

    def send(self, data: bytes) -> None:
        self.wfile.write(data)

    def respond(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        named = {"Content_Length": str(len(body))} | headers
        lines = [
            f"HTTP/1.1 {status}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in named.items()),
        ]
        self.send("\r\n".join([*lines, "", ""]).encode() + body)

    def _healthy(self, response: Response) -> None:
        self.respond(response.body, status=f"{response.status} Whatever", Content_Type=response.content_type)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Canary:
    """Listens where nobody may connect, on both loopback interfaces, and counts those who do."""

    def __init__(self) -> None:
        self.connections = 0
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        port = self._sockets[0].getsockname()[1]
        self.base = f"http://127.0.0.1:{port}/"
        with contextlib.suppress(OSError):
            self._sockets.append(socket.create_server(("::1", port), family=socket.AF_INET6))

    def start(self) -> None:
        for listening in self._sockets:
            threading.Thread(target=self._count, args=(listening,), daemon=True).start()

    def close(self) -> None:
        for listening in self._sockets:
            listening.close()

    def _count(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                self.connections += 1
                connection.close()
