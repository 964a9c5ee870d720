"""The server that Prefect's own settings name, wherever they stand."""

from __future__ import annotations

from flows.doctor.prefect_api import Connection
from flows.orchestration.environment import configure_prefect


def configured_server() -> Connection:
    """From the environment, `prefect.toml`, `.env` or the active profile, as Prefect itself reads them."""
    configure_prefect(quiet=True)
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_KEY, PREFECT_API_URL

    key, basic = PREFECT_API_KEY.value(), PREFECT_API_AUTH_STRING.value()
    return Connection(
        PREFECT_API_URL.value(),
        key.get_secret_value() if key else None,
        basic.get_secret_value() if basic else None,
    )
