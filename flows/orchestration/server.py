"""A Prefect server on loopback for as long as somebody serves from this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from warehouse.errors import CopydeskError

STARTUP_SECONDS = 120


class ServerDidNotStart(CopydeskError):
    """The Prefect server ended or did not answer in time."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port

    def __str__(self) -> str:
        return (
            f"no Prefect server answers on 127.0.0.1:{self.port}; is the port taken? "
            "--port names another, PREFECT_API_URL a server that runs already"
        )


@contextmanager
def prefect_server(port: int) -> Iterator[str]:
    """Start a server on 127.0.0.1, make it the configured one, yield its address, end it.

    Raises ServerDidNotStart.
    """
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {"PREFECT_SERVER_UI_API_URL": f"{address}/api"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(server, port, f"{address}/api/health")
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(server: subprocess.Popen[bytes], port: int, health: str) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise ServerDidNotStart(port)
