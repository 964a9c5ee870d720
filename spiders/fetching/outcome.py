"""What one attempt came to: outcome, reason code and one line for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended, in the words of the table `fetches`."""

    outcome: str
    reason: str
    detail: str | None = None
    retry_after: datetime | None = None
