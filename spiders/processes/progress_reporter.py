"""Tells the parent process how a crawl gets on: one JSON object a line on standard output."""

from __future__ import annotations

import json
import logging
import sys
import threading
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet.task import LoopingCall

from spiders.pipelines.landing import Landing

EVERY_SECONDS = 0.5
MAX_LINES = 500
"""Lines of its log that one crawl process passes on; all of them stand in its log file."""


class ProgressReporter:
    """Counts rows a spider, and says so twice a second and at the end."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rows = 0
        self._reported = 0
        self._loop = LoopingCall(self._report)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProgressReporter:
        if not crawler.settings.getbool("TELL_PROGRESS"):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension._opened, signals.spider_opened)
        crawler.signals.connect(extension._scraped, signals.item_scraped)
        crawler.signals.connect(extension._closed, signals.spider_closed)
        return extension

    def _opened(self, spider: Any) -> None:
        _report({"source": spider.source.name, "opened": True})
        self._loop.start(EVERY_SECONDS, now=False)

    def _scraped(self, item: Landing) -> None:
        self._rows += 1

    def _closed(self, spider: Any, reason: str) -> None:
        self._loop.stop()
        self._report()
        _report({"source": spider.source.name, "closed": reason, "total": self._rows})

    def _report(self) -> None:
        if self._rows > self._reported:
            spider: Any = self._crawler.spider
            _report({"source": spider.source.name, "rows": self._rows - self._reported})
            self._reported = self._rows


class LogLines(logging.Handler):
    """Passes on warnings, and what our own modules say, to the parent: at most MAX_LINES."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._passed = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno < logging.WARNING and not record.name.startswith("spiders."):
            return
        self._passed += 1
        try:
            if self._passed <= MAX_LINES:
                _report({"level": record.levelno, "log": record.getMessage()})
            elif self._passed == MAX_LINES + 1:
                _report({"level": logging.WARNING, "log": "more lines are in the log file of the crawl"})
        except Exception:  # a line that cannot be reported is no reason to end a crawl
            self.handleError(record)


_writing = threading.Lock()


def _report(line: dict[str, Any]) -> None:
    with _writing:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
