"""A TCP line to a server that can be cut: for its clients the server is gone, and others go on with it."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class CutLine(socketserver.ThreadingTCPServer):
    """Passes on what comes to a free port on loopback."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.far = ("127.0.0.1", port)
        self.open: list[socket.socket] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def cut(self) -> None:
        """From now on connections are refused, and those that are open end."""
        self.shutdown()
        self.server_close()
        for one in self.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Connection(socketserver.BaseRequestHandler):
    server: CutLine

    def handle(self) -> None:
        with suppress(OSError), socket.create_connection(self.server.far) as far:
            self.server.open += [self.request, far]
            back = threading.Thread(target=_pass_on, args=(far, self.request), daemon=True)
            back.start()
            _pass_on(self.request, far)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def line_to(port: int) -> Iterator[CutLine]:
    """A line that works until it is cut."""
    line = CutLine(port)
    thread = threading.Thread(target=line.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.cut()
