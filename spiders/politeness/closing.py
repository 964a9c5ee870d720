"""Ends a spider before its crawl is done.

Scrapy waits for every request that its downloader holds, and a Crawl-delay of an hour makes that an hour
each. So what waits for its turn is given back to the ledger first.
"""

from __future__ import annotations

import asyncio

from scrapy.crawler import Crawler

from spiders.fetching.request_refused import RequestRefused
from spiders.politeness.downloader_slots import refuse_queued
from warehouse.values import FetchReason

_closing: set[asyncio.Future[None]] = set()
"""An event loop forgets futures that nobody holds."""


def close_early(crawler: Crawler, reason: str, why: str) -> None:
    """Close the spider with `reason`; links without a response get rows that say `why`."""
    engine = crawler.engine
    assert engine is not None
    closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))
    _closing.add(closing)
    closing.add_done_callback(_closing.discard)
    refuse_queued(crawler, RequestRefused(FetchReason.BUDGET, why))
