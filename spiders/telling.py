"""Tells the parent process how a crawl gets on: one JSON object a line on standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet.task import LoopingCall

from spiders.pipelines.landing import Landing

EVERY_SECONDS = 0.5


class Telling:
    """Counts rows a spider, and says so twice a second and at the end."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rows = 0
        self._told = 0
        self._loop = LoopingCall(self._tell)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Telling:
        if not crawler.settings.getbool("TELL_PROGRESS"):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension._opened, signals.spider_opened)
        crawler.signals.connect(extension._scraped, signals.item_scraped)
        crawler.signals.connect(extension._closed, signals.spider_closed)
        return extension

    def _opened(self, spider: Spider) -> None:
        self._loop.start(EVERY_SECONDS, now=False)

    def _scraped(self, item: Landing) -> None:
        self._rows += 1

    def _closed(self, spider: Any, reason: str) -> None:
        self._loop.stop()
        self._tell()
        _say({"source": spider.source.name, "closed": reason})

    def _tell(self) -> None:
        if self._rows > self._told:
            spider: Any = self._crawler.spider
            _say({"source": spider.source.name, "rows": self._rows - self._told})
            self._told = self._rows


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
