"""Lands every outcome, with its page where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler

from spiders.pipelines.segment import spider_closed, spider_opened, writer_of
from warehouse.tables import Fetch, Page
from warehouse.values import FetchKind


@dataclass(frozen=True)
class Landing:
    """The item of every spider: one outcome and its page."""

    fetch: Fetch
    page: Page | None = None


class LandingPipeline:
    """Writes items to the process's segments as they come, and before them what is to be requested.

    Discovery documents land last: after a kill their validators must not be trusted before their links
    have outcomes. They come, like the links without a response, from the spider's `last_rows` at its end.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LandingPipeline:
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline._scheduled, signals.request_scheduled)
        return pipeline

    def process_item(self, item: Landing) -> Landing:
        self._land(item.fetch, item.page)
        return item

    def open_spider(self) -> None:
        spider: Any = self._crawler.spider
        spider_opened(spider.job)

    def close_spider(self) -> None:
        spider: Any = self._crawler.spider
        for fetch in spider.last_rows():
            self._land(fetch, None)
        spider_closed(spider.job)

    def _scheduled(self, request: Request, spider: Any) -> None:
        seen = request.cb_kwargs.get("seen")
        if seen is not None and seen.kind == FetchKind.ARTICLE:
            writer_of(spider.job).expect(spider.row_if_killed(seen))

    def _land(self, fetch: Fetch, page: Page | None) -> None:
        spider: Any = self._crawler.spider
        assert self._crawler.stats is not None
        writer_of(spider.job).add(fetch, page)
        self._crawler.stats.inc_value(f"landing/{fetch.kind}/{fetch.outcome}/{fetch.reason}")
