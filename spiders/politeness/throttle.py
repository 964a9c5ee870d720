"""AutoThrottle that never goes below what a host demands in its Crawl-delay.

A Crawl-delay counts from the response to the last request, not from when that was sent: a host measures
between arrivals, and a request that opens a connection is longer on its way than the next one.
"""

from __future__ import annotations

from time import monotonic

from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class PoliteThrottle(AutoThrottle):
    """Scrapy's AutoThrottle with a floor a host; stands in its place in EXTENSIONS."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        floor = _floors(self.crawler).get(key or "", {}).get("delay", 0.0)
        if slot is not None and floor:
            slot.delay = max(slot.delay, floor)
            slot.lastseen = monotonic()

    @staticmethod
    def set_floor(crawler: Crawler, key: str, seconds: float) -> None:
        """At least `seconds` between two requests to the host of the slot `key`, from now on."""
        if seconds <= crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        _floors(crawler)[key] = {"delay": seconds}
        slot: Slot | None = crawler.engine.downloader.slots.get(key)
        if slot is not None:
            slot.delay = max(slot.delay, seconds)
            slot.lastseen = monotonic()


def _floors(crawler: Crawler) -> dict[str, dict[str, float]]:
    """Scrapy's own settings a slot, from which it makes a new slot after a pause."""
    assert crawler.engine is not None
    floors: dict[str, dict[str, float]] = crawler.engine.downloader.per_slot_settings
    return floors
