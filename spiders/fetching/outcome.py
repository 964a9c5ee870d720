"""How one attempt ended: the reason, which has an outcome, and one line for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.values import FetchOutcome, FetchReason

MOVED_REMARK = "moved permanently to "
"""How the remark of a permanent redirect begins."""


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended, in the words of the table `fetches`."""

    reason: FetchReason
    detail: str | None = None
    retry_after: datetime | None = None

    @property
    def outcome(self) -> FetchOutcome:
        return self.reason.outcome
