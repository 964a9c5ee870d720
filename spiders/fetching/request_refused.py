"""The exception with which our own rules stop a request."""

from __future__ import annotations

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from spiders.fetching.outcome import Outcome
from warehouse.values import FetchReason


class RequestRefused(IgnoreRequest):
    """A request that our own rules stop: robots.txt, the network guard, a bound."""

    def __init__(self, reason: FetchReason, detail: str | None = None, retry_after: datetime | None = None):
        super().__init__(reason, detail, retry_after)
        self.result = Outcome(reason, detail, retry_after)
