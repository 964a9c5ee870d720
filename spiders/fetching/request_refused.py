"""The exception with which our own rules stop a request."""

from __future__ import annotations

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from spiders.fetching.outcome import Outcome


class Refused(IgnoreRequest):
    """A request that our own rules stop: robots.txt, the network guard, a bound."""

    def __init__(
        self, outcome: str, reason: str, detail: str | None = None, retry_after: datetime | None = None
    ):
        super().__init__(outcome, reason, detail, retry_after)
        self.judgement = Outcome(outcome, reason, detail, retry_after)
