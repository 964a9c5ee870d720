"""The Prefect server that runs are told to: the one that is configured, or one of our own on loopback."""

from __future__ import annotations

import os
import socket
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from flows.orchestration.kept_server import KeptServer
from spiders.identity.urls import without_credentials
from warehouse.base.errors import CopydeskError

STARTUP_SECONDS = 120.0
"""The least time that our own server is given; Prefect's setting may give it more."""

PAGE_AND_SCHEDULES: Mapping[str, str] = {}
RUN_ONLY = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1"}
"""A server for one run shows no page and schedules nothing, as Prefect's embedded one."""


class ServerDidNotStart(CopydeskError):
    """Our own Prefect server ended or did not answer in time."""

    def __init__(self, port: int, log: Path, seconds: float) -> None:
        super().__init__(port, log, seconds)
        self.port = port
        self.log = log
        self.seconds = seconds

    def __str__(self) -> str:
        return (
            f"no Prefect server answers on 127.0.0.1:{self.port} in {self.seconds:.0f} s, {self.log} says "
            "why; serve --port takes another port, PREFECT_API_URL a server that runs, run --direct none"
        )


class ServerNotReachable(CopydeskError):
    """The configured Prefect server does not answer, or refuses us."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(without_credentials(address), without_credentials(why))
        self.address, self.why = self.args

    def __str__(self) -> str:
        return (
            f"the Prefect server {self.address} is not reachable ({self.why}); start it, or name another in "
            "PREFECT_API_URL, or none (prefect config unset PREFECT_API_URL), or: copydesk run --direct"
        )


@contextmanager
def prefect_server(logs: Path, port: int = 0, kind: Mapping[str, str] = RUN_ONLY) -> Iterator[str | None]:
    """Have a Prefect server for as long as the context lasts.

    Yields None where one is configured, else the address of one of our own (`port` 0: a free one), which ends
    with the context and with this process. Raises ServerNotReachable and ServerDidNotStart.
    """
    from prefect.settings import PREFECT_API_URL, temporary_settings

    if PREFECT_API_URL.value():
        require_server()
        yield None
        return
    with _own_server(port or _free_port(), logs, kind) as address:
        os.environ["PREFECT_API_URL"] = f"{address}/api"  # for the processes that this one starts
        try:
            with temporary_settings({PREFECT_API_URL: f"{address}/api"}):
                yield address
        finally:
            del os.environ["PREFECT_API_URL"]


def require_server() -> None:
    """Raises ServerNotReachable unless a server is configured and answers."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    address = PREFECT_API_URL.value()
    if not address:
        raise ServerNotReachable("PREFECT_API_URL", "none is configured")
    with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}), get_client(sync_client=True) as client:
        error = client.api_healthcheck()
    if error is not None:
        raise ServerNotReachable(address, str(error).splitlines()[0] if str(error) else type(error).__name__)


@contextmanager
def _own_server(port: int, logs: Path, kind: Mapping[str, str]) -> Iterator[str]:
    from prefect.settings import PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS

    address = f"http://127.0.0.1:{port}"
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / "prefect-server.log"
    environment = {**os.environ, "PREFECT_SERVER_UI_API_URL": f"{address}/api", **kind}
    server = KeptServer(port, environment, log)
    try:
        seconds = max(STARTUP_SECONDS, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS.value())
        if not _answers(server, f"{address}/api/health", seconds):
            raise ServerDidNotStart(port, log, seconds)
        with server.kept():
            yield address
    finally:
        server.end()


def _answers(server: KeptServer, health: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.is_alive():
        try:
            with urllib.request.urlopen(health, timeout=2):
                return server.is_alive()
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
