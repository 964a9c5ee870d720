"""The time that one run gives to a source: Scrapy's CLOSESPIDER_TIMEOUT is not bounded by it."""

from __future__ import annotations

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import CallLaterResult, call_later

from spiders.politeness.closing import close_early


class TimeBudget:
    """Ends a crawl after the setting SOURCE_SECONDS."""

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        self._crawler = crawler
        self._seconds = seconds
        self._timer: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TimeBudget:
        seconds = crawler.settings.getfloat("SOURCE_SECONDS")
        if not seconds:
            raise NotConfigured
        extension = cls(crawler, seconds)
        crawler.signals.connect(extension._opened, signals.spider_opened)
        crawler.signals.connect(extension._closed, signals.spider_closed)
        return extension

    def _opened(self, spider: Spider) -> None:
        self._timer = call_later(self._seconds, self._end)

    def _closed(self, spider: Spider) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _end(self) -> None:
        self._timer = None
        close_early(self._crawler, "time_budget", "the run's time limit was reached")
