"""How a crawl process ends before its time: what it has fetched is landed first.

SIGTERM and SIGINT (a service is stopped; Ctrl-C), and the end of the parent, close every spider in order, so
that pages on their way land and links without a response get their rows. Scrapy's own handlers wait as long
as a Crawl-delay says. Nobody else writes meanwhile, for this process shares the run's lock.
"""

from __future__ import annotations

import signal
import time
from types import FrameType

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from spiders.pipelines.segment import writer_of
from spiders.politeness.closing import close_early
from spiders.processes.job import Job
from spiders.processes.parent import exit_now, exit_with_parent

LAST_SECONDS = 10.0
"""Time for responses to requests on their way; then what has come is landed."""
HANGING_SECONDS = 5.0
"""Further time for an event loop that hangs in a page to come back; then what it held is lost."""


class Shutdown:
    """Ends the crawls of one process. Arm it before the process starts."""

    def __init__(self, process: AsyncCrawlerProcess, job: Job) -> None:
        self._process = process
        self._job = job
        self.begun = False

    def arm(self) -> None:
        """React to SIGTERM, SIGINT and the end of the parent."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        exit_with_parent(self._on_orphaned)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        from twisted.internet import reactor

        reactor.callFromThread(self._close)

    def _on_orphaned(self) -> None:
        from twisted.internet import reactor

        reactor.callFromThread(self._close)
        time.sleep(LAST_SECONDS + HANGING_SECONDS)
        exit_now()

    def _close(self) -> None:
        from twisted.internet import reactor

        if self.begun:
            return
        self.begun = True
        for crawler in self._crawling():
            close_early(crawler, "shutdown", "the run was stopped before it was requested")
        writer_of(self._job).close()
        reactor.callLater(LAST_SECONDS, self._land_and_exit)  # type: ignore[arg-type]

    def _land_and_exit(self) -> None:
        writer_of(self._job).close()
        exit_now()

    def _crawling(self) -> list[Crawler]:
        crawlers = list(self._process.crawlers)
        return [crawler for crawler in crawlers if crawler.crawling and crawler.engine.spider is not None]
