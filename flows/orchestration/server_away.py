"""A run whose Prefect server goes away lands all the same, says so in a line, and ends within bounds.

Observed with Prefect 3.9: every artifact and every state waits a minute for a server that refuses
connections, each of some thirty events seven seconds, also when the process ends; the process lived seven
minutes longer than its work, and wrote 250 lines. The rule: before a run reports, its server is waited for;
where it stays away the state is kept in the data folder (see `unreported_states`) and the run ends without
another word to it. The cost of a mistake: a server that comes back a little later hears of the end from the
next run.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import Abort
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from flows.orchestration.unreported_states import keep
from warehouse.base.data_folder import DataFolder

logger = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE_SECONDS = 30.0
"""A restarted server is back by then."""
REQUEST_SECONDS = 5.0
LAST_SECONDS = 5.0
"""What Prefect's threads have left to send may take so long when the process ends."""

_COMPLAIN = ("prefect.events.clients", "prefect._internal.concurrency")
"""Loggers that report every event that a server does not take."""


class ServerAway(Abort):
    """Ends a flow at once; Prefect's engine takes `state` for reported and sends its server nothing more."""

    def __init__(self, state: State[Any]) -> None:
        super().__init__("the Prefect server is not reachable")
        self.state = state


def brief_client() -> SyncPrefectClient:
    """A client that waits for no server; the one of a flow run tries for minutes."""
    return get_client(httpx_settings={"timeout": REQUEST_SECONDS}, sync_client=True)


def responds() -> bool:
    """Whether the server takes requests now."""
    with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}), brief_client() as client:
        return client.api_healthcheck() is None


class Outage:
    """Waits for a server that is away; the time that a process waits counts from the first failure."""

    def __init__(self, seconds: float = PATIENCE_SECONDS) -> None:
        self._seconds = seconds
        self._since: float | None = None

    def is_over(self) -> bool:
        """Wait until the server responds, or the time is up."""
        while not responds():
            self._since = self._since or time.monotonic()
            if time.monotonic() > self._since + self._seconds:
                return False
            time.sleep(1)
        self._since = None
        return True


_OUTAGE = Outage()


def is_there() -> bool:
    """Whether the server takes reports of this process; one that was restarted is waited for."""
    return _OUTAGE.is_over()


def conclude(data: Path | str, state: State[T]) -> State[T]:
    """The state, for Prefect to take. Raises ServerAway where it cannot: then the next run reports it."""
    if is_there():
        return state
    keep(DataFolder(Path(data)), state)
    logger.warning("the Prefect server is not reachable; the run ended without it: %s", state.message)
    _end_soon(int(not state.is_completed()))
    raise ServerAway(state)


def complain_once() -> None:
    """Let Prefect say once that its server does not take events, without a traceback."""
    logging.raiseExceptions = False  # with it, each batch of the log that is not taken writes to the terminal
    once = _Once()
    for name in _COMPLAIN:
        logging.getLogger(name).addFilter(once)


class _Once(logging.Filter):
    """Passes the first of all warnings and errors, as a line of ours."""

    def __init__(self) -> None:
        super().__init__()
        self._said = False

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        if self._said:
            return False
        self._said = True
        record.msg, record.args = "the Prefect server does not respond; the run continues without it", ()
        record.exc_info = None
        return True


def _end_soon(code: int) -> None:
    def end() -> None:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(code)

    timer = threading.Timer(LAST_SECONDS, end)
    timer.daemon = True
    timer.start()
