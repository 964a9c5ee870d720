"""Imports a module, and forks a process that runs it for each client: `fork_server.py MODULE SOCKET`.

It ends when its standard input is closed. The client is preloaded_processes.py.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import os
import random
import runpy
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_ABOVE = 700
"""Descriptors of a child are moved up here while those of the server are closed."""


USED = {
    "spiders.crawl": (
        "pyarrow.compute",
        "pyarrow.dataset",
        "scrapy.downloadermiddlewares.redirect",
        "scrapy.downloadermiddlewares.robotstxt",
        "scrapy.extensions.closespider",
        "scrapy.extensions.feedexport",
        "spiders.middlewares.compression",
        "spiders.middlewares.render",
        "spiders.middlewares.retry_after",
        "spiders.middlewares.tdmrep",
        "spiders.outlets.source_spider",
    )
}
"""What a module has imported later, by the names in Scrapy's settings."""


def main(module: str, path: str) -> None:
    for name in (module, *USED.get(module, ())):
        importlib.import_module(name)
    assert "twisted.internet.reactor" not in sys.modules, "a reactor cannot be forked"
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # children have Python's own handler again
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{path}.new")
    listener.listen(64)
    Path(f"{path}.new").rename(path)
    if serve(listener):
        del sys.modules[module]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def serve(listener: socket.socket) -> bool:
    """Fork a child for each connection, which is told its process id and its status. True in a child."""
    waiting: dict[int, tuple[int, socket.socket]] = {}
    polled = select.poll()
    polled.register(listener, select.POLLIN)
    polled.register(0)
    while True:
        ready = {fd for fd, _ in polled.poll()}
        if 0 in ready:
            return False
        for pidfd in waiting.keys() & ready:
            pid, connection = waiting.pop(pidfd)
            polled.unregister(pidfd)
            os.close(pidfd)
            _, status = os.waitpid(pid, 0)
            with connection, suppress(OSError):
                connection.sendall(struct.pack("!i", status))
        if listener.fileno() in ready:
            connection, _ = listener.accept()
            wanted, fds = received(connection)
            pid = os.fork()
            if not pid:
                for one in (listener, connection, *(other for _, other in waiting.values())):
                    one.detach()
                become(wanted, fds)
                return True
            for fd in fds:
                os.close(fd)
            connection.sendall(struct.pack("!i", pid))
            pidfd = os.pidfd_open(pid)
            waiting[pidfd] = pid, connection
            polled.register(pidfd, select.POLLIN)


def received(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """What a child is to be, and its descriptors."""
    head, fds, _, _ = socket.recv_fds(connection, 4, 250)
    with connection.makefile("rb") as stream:
        return json.loads(stream.read(*struct.unpack("!i", head))), fds


def become(wanted: dict[str, Any], fds: list[int]) -> None:
    """Give this child the descriptors, the folder, the environment and the arguments that it was to have."""
    moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE) for fd in fds]
    os.closerange(3, _ABOVE)
    for fd, target in zip(moved, wanted["targets"], strict=True):
        os.dup2(fd, target)
        os.close(fd)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv[1:] = wanted["arguments"]
    random.seed()
    signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    del sys.path[0]
    main(*sys.argv[1:])
