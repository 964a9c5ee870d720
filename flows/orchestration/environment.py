"""Settings of Prefect that must be made before it is imported."""

from __future__ import annotations

import os

DEFAULTS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "INFO",
}


def configure_prefect(quiet: bool) -> None:
    """Set what nobody else has set. `quiet`: the terminal sees our own warnings only; Prefect keeps the log.

    Must run before the first import of Prefect, which reads its settings then.
    """
    console = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"} if quiet else {}
    for name, value in (DEFAULTS | console).items():
        os.environ.setdefault(name, value)
