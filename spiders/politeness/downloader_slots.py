"""Requests that wait in Scrapy's downloader: given back, or held for longer.

Middlewares see a request before it waits for its turn at its host; what is learned while it waits must
reach it there.
"""

from __future__ import annotations

from time import monotonic

from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from spiders.fetching.request_refused import RequestRefused


def refuse_queued(crawler: Crawler, refusal: RequestRefused, host: str | None = None) -> None:
    """Refuse everything that waits for a host (None: for any)."""
    for key, slot in _slots(crawler).items():
        while host in (None, key) and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(refusal))


def hold_host(crawler: Crawler, host: str, seconds: float) -> None:
    """Let nothing go to a host for so long; without effect where no delay is set between its requests."""
    slot = _slots(crawler).get(host)
    if slot is not None:
        slot.lastseen = monotonic() + seconds - slot.delay


def _slots(crawler: Crawler) -> dict[str, Slot]:
    assert crawler.engine is not None
    return crawler.engine.downloader.slots
