"""Cron expressions as Prefect reads them."""

from __future__ import annotations

from prefect.server.schemas.schedules import CronSchedule
from pydantic import ValidationError

from warehouse.base.errors import CopydeskError


class NotACron(CopydeskError):
    """A text that is not a cron expression."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f'"{self.text}" is not a cron expression like "5 * * * *"'


def checked_cron(text: str) -> str:
    """The expression itself. Raises NotACron."""
    try:
        return CronSchedule(cron=text).cron
    except ValidationError as error:
        raise NotACron(text) from error
