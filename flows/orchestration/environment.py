"""What Prefect is told before it is imported."""

from __future__ import annotations

import os

DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}


def configure_prefect() -> bool:
    """Set what nobody else has set; True when Prefect will start its embedded server.

    Must run before the first import of Prefect, which reads its settings then.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    return not os.environ.get("PREFECT_API_URL")
