"""Running a Scrapy process until a coroutine has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess


def run_until_done(process: AsyncCrawlerProcess, work: Coroutine[Any, Any, None]) -> None:
    """Run the reactor until `work`, which awaits crawls of `process`, has ended; raises what it raises.

    Scrapy's own way ends with the last crawl that was started before the reactor.
    """
    from twisted.internet import reactor

    task = asyncio.get_event_loop().create_task(work)
    task.add_done_callback(lambda _: reactor.stop())  # type: ignore[misc]
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    if task.done():
        task.result()
