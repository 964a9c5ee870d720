"""The Prefect server that runs report to: the one that is configured, or one of our own on loopback."""

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
SENDING_SECONDS = 30.0

PAGE_AND_SCHEDULES: Mapping[str, str] = {}
RUN_ONLY = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1"}
"""A server for one run shows no page and schedules nothing, as Prefect's embedded one."""


class ServerDidNotStart(CopydeskError):
    """Our own Prefect server ended or did not respond in time."""

    def __init__(self, port: int, log: Path, seconds: float) -> None:
        super().__init__(port, log, seconds)
        self.port = port
        self.log = log
        self.seconds = seconds

    def __str__(self) -> str:
        return (
            f"no Prefect server on 127.0.0.1:{self.port} after {self.seconds:.0f} s, see {self.log}; "
            "use serve --port for another port, PREFECT_API_URL for a running server, run --direct for none"
        )


class ServerNotReachable(CopydeskError):
    """The configured Prefect server does not respond, or refuses us."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(without_credentials(url), without_credentials(why))
        self.url, self.why = self.args

    def __str__(self) -> str:
        return (
            f"the Prefect server {self.url} is not reachable ({self.why}); start it, or name another in "
            "PREFECT_API_URL, or none (prefect config unset PREFECT_API_URL), or: copydesk run --direct"
        )


@contextmanager
def prefect_server(logs: Path, port: int = 0, kind: Mapping[str, str] = RUN_ONLY) -> Iterator[str | None]:
    """Have a Prefect server for as long as the context lasts.

    Yields None where one is configured, else the URL of one of our own (`port` 0: a free one), which ends
    with the context and with this process. Raises ServerNotReachable and ServerDidNotStart.
    """
    from prefect.settings import PREFECT_API_URL, temporary_settings

    if PREFECT_API_URL.value():
        require_server()
        yield None
        return
    with _own_server(port or _free_port(), logs, kind) as url:
        os.environ["PREFECT_API_URL"] = f"{url}/api"  # for the processes that this one starts
        try:
            with temporary_settings({PREFECT_API_URL: f"{url}/api"}):
                yield url
                _send_queued()
        finally:
            del os.environ["PREFECT_API_URL"]


def _send_queued() -> None:
    """Wait until the server has the rest of the log and of the events.

    What is left Prefect sends when the process ends; by then this server is gone, and each batch is tried
    for minutes.
    """
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=SENDING_SECONDS)


def require_server() -> None:
    """Raises ServerNotReachable unless a server is configured and responds."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    url = PREFECT_API_URL.value()
    if not url:
        raise ServerNotReachable("PREFECT_API_URL", "none is configured")
    with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}), get_client(sync_client=True) as client:
        error = client.api_healthcheck()
    if error is not None:
        raise ServerNotReachable(url, str(error).splitlines()[0] if str(error) else type(error).__name__)


@contextmanager
def _own_server(port: int, logs: Path, kind: Mapping[str, str]) -> Iterator[str]:
    from prefect.settings import PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS

    url = f"http://127.0.0.1:{port}"
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / "prefect-server.log"
    environment = {**os.environ, "PREFECT_SERVER_UI_API_URL": f"{url}/api", **kind}
    server = KeptServer(port, environment, log)
    try:
        seconds = max(STARTUP_SECONDS, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS.value())
        if not _responds(server, f"{url}/api/health", seconds):
            raise ServerDidNotStart(port, log, seconds)
        with server.kept():
            yield url
    finally:
        server.end()


def _responds(server: KeptServer, health: str, seconds: float) -> bool:
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
