"""Lands every outcome, with its page where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler

from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import Rotation, SegmentWriter
from warehouse.tables import Fetch, Page

ROTATION = Rotation(pages=400, bytes=16 * 1024 * 1024)
"""Small enough that writing a segment never holds up the event loop for long."""


@dataclass(frozen=True)
class Landing:
    """The item of every spider: one outcome and its page."""

    fetch: Fetch
    page: Page | None = None


class LandingPipeline:
    """Writes items to a segment as they come.

    Discovery documents land last: after a kill their validators must not be trusted before their links
    have outcomes. They come, like the links without an answer, from the spider's `last_rows` at its end.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._writer: SegmentWriter | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LandingPipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        spider: Any = self._crawler.spider
        data = DataFolder(Path(spider.job.data))
        self._writer = SegmentWriter(data, spider.job.run_id, spider.source.name, ROTATION)

    def land_now(self) -> None:
        """Land what has come so far; the crawl may go on."""
        if self._writer is not None:
            self._writer.close()

    def process_item(self, item: Landing) -> Landing:
        self._land(item.fetch, item.page)
        return item

    def close_spider(self) -> None:
        assert self._writer is not None
        spider: Any = self._crawler.spider
        for fetch in spider.last_rows():
            self._land(fetch, None)
        self._writer.close()

    def _land(self, fetch: Fetch, page: Page | None) -> None:
        assert self._writer is not None and self._crawler.stats is not None
        self._writer.add(fetch, page)
        self._crawler.stats.inc_value(f"landing/{fetch.kind}/{fetch.outcome}/{fetch.reason}")
