"""Whether the packages of the desk are installed; they are an extra."""

from __future__ import annotations

import importlib.util

from warehouse.base.errors import CopydeskError


class MissingExtra(CopydeskError):
    """The packages of an extra are not installed."""


def require_extra() -> None:
    """Say what to install where the packages of the desk are missing. Raises MissingExtra."""
    if importlib.util.find_spec("pygal") is None:
        raise MissingExtra("the desk and its reports need an extra: pip install 'copydesk[desk]'")
