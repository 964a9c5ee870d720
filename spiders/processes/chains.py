"""The chains of one crawl process: so many are open at a time, the next is opened as one ends.

A waiting source is its declaration and nothing else; an open one has Scrapy's engine, scheduler, downloader
and what is known of its URLs, half a megabyte and more.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence

from spiders.sources.source import Source

logger = logging.getLogger(__name__)

OPEN_CHAINS = 50
"""Crawls in one process at a time; most of their time is waiting."""


async def crawl_chains(
    chains: Iterable[Sequence[Source]],
    crawl: Callable[[Source], Awaitable[None]],
    is_ending: Callable[[], bool] = lambda: False,
) -> None:
    """Crawl the sources of every chain in turn, OPEN_CHAINS chains side by side, until `is_ending`.

    A crawl that fails is logged, and costs its source only.
    """
    waiting = deque(chains)

    async def follow() -> None:
        while waiting:
            for source in waiting.popleft():
                if is_ending():
                    return
                try:
                    await crawl(source)
                except Exception:
                    logger.critical("%s: its crawl failed", source.name, exc_info=True)

    await asyncio.gather(*(follow() for _ in range(min(OPEN_CHAINS, len(waiting)))))
