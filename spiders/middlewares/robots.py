"""Requests the robots.txt of every host before anything else, and keeps to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.fetching.known import Known
from spiders.fetching.ledger import SeenUrl
from spiders.fetching.request_refused import RequestRefused
from spiders.fetching.response_outcome import outcome_of_error
from spiders.politeness.host_file import HostFile, HostFileCache
from spiders.politeness.long_delays import LongDelays, longest_wait
from spiders.politeness.robots import MAX_ROBOTS_BYTES, Robots, robots_file
from spiders.politeness.throttle import PoliteThrottle
from warehouse.values import FetchKind, FetchOutcome, FetchReason

logger = logging.getLogger(__name__)

FOR_ROBOTS = "for_robots_txt"
_TIMEOUT = 20.0


class RobotsMiddleware:
    """RFC 9309 for every request and every hop of a redirect; the rules' delay goes to the throttle.

    Rules that are kept from an earlier run and refuse a discovery document are requested again, once a run:
    what a source publishes while its documents are refused without need may have left its feed when the kept
    rules expire. A delay that is too long to be waited for leaves one request to a run.

    An allowed request carries `robots_ai_allowed` in its meta. Raises RequestRefused (`robots`,
    `robots_unreachable`, `deferred`).
    """

    def __init__(self, crawler: Crawler, cache: HostFileCache) -> None:
        self._crawler = crawler
        self._cache = cache
        self._hosts: dict[str, asyncio.Task[Robots]] = {}
        self._requested: set[str] = set()
        self._waited_for = longest_wait(crawler.settings.getfloat("SOURCE_SECONDS"))
        self._known: Iterable[Known] = ()
        self._turns: LongDelays | None = None

    def remember(self, known: Iterable[Known]) -> None:
        """What earlier runs requested from the hosts."""
        self._known = known

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        middleware = cls(crawler, HostFileCache(Path(crawler.settings["HOST_FILES"]) / "robots"))
        crawler.signals.connect(middleware._received, signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        if request.meta.get(FOR_ROBOTS):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        robots = await self._robots(origin, parts.netloc)
        if _is_for_document(request) and robots.refusal(request.url) is not None:
            robots = await self._robots_of_this_run(origin, parts.netloc)
        refusal = robots.refusal(request.url)
        if refusal is not None:
            raise RequestRefused(refusal.reason, refusal.detail)
        if robots.crawl_delay > self._waited_for and not request.meta.get("redirect_times"):
            self._take_turn(request, parts.netloc, robots.crawl_delay)
        request.meta["robots_ai_allowed"] = robots.allows_ai(request.url)

    def _take_turn(self, request: Request, host: str, delay: float) -> None:
        now = datetime.now(UTC)
        self._turns = self._turns or LongDelays(self._known, now)
        refusal = self._turns.take(host, delay, _is_for_document(request), now)
        if refusal is not None:
            raise refusal

    def rules_for(self, url: str) -> Robots | None:
        """The rules of a URL's host, once its robots.txt was read."""
        parts = urlsplit(url)
        read = self._hosts.get(f"{parts.scheme}://{parts.netloc}")
        return read.result() if read and read.done() and not read.exception() else None

    def _received(self, data: bytes, request: Request) -> None:
        """Ends the download of a robots.txt where RFC 9309 lets the reading end, and keeps what came.

        So a large one is no failure; what came may not unpack to more than other pages may.
        """
        if not request.meta.get(FOR_ROBOTS):
            return
        request.meta["download_maxsize"] = self._crawler.settings.getint("DOWNLOAD_MAXSIZE")
        request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
        if request.meta["robots_bytes"] > MAX_ROBOTS_BYTES:
            raise StopDownload(fail=False)

    async def _robots(self, origin: str, slot: str) -> Robots:
        if origin not in self._hosts:
            self._hosts[origin] = asyncio.ensure_future(self._read(origin, slot))
        reading = self._hosts[origin]
        return reading.result() if reading.done() else await asyncio.shield(reading)

    async def _robots_of_this_run(self, origin: str, slot: str) -> Robots:
        if origin not in self._requested:
            self._requested.add(origin)
            self._hosts[origin] = asyncio.ensure_future(self._read(origin, slot, takes_kept=False))
        return await self._robots(origin, slot)

    async def _read(self, origin: str, slot: str, takes_kept: bool = True) -> Robots:
        kept = self._cache.get(origin)
        is_enough = takes_kept and kept is not None and kept.is_fresh(datetime.now(UTC))
        file = kept if kept and is_enough else await self._fetch(origin, kept)
        robots = await asyncio.to_thread(Robots, file)
        if robots.crawl_delay <= self._waited_for:
            PoliteThrottle.set_floor(self._crawler, slot, robots.crawl_delay)
        return robots

    async def _fetch(self, origin: str, kept: HostFile | None) -> HostFile:
        """A new response; what is kept, however old, where there is none (RFC 9309, 2.4)."""
        self._requested.add(origin)
        meta = {FOR_ROBOTS: True, "download_timeout": _TIMEOUT, "download_maxsize": 0}
        request = Request(f"{origin}/robots.txt", meta=meta, callback=NO_CALLBACK, priority=1_000)
        now = datetime.now(UTC)
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
            file = robots_file(response.status, response.body, now)
        except RequestRefused as refusal:
            if refusal.result.outcome is not FetchOutcome.FAILED:
                raise
            file = robots_file(None, b"", now)
        except Exception as error:
            reason = outcome_of_error(error).reason
            logger.info("robots.txt of %s: %s", origin, reason)
            # More than five redirects, or a loop of them, are a file that is not there (RFC 9309, 2.3.1.2).
            file = robots_file(404 if reason is FetchReason.REDIRECTS else None, b"", now)
        if file.state == "unreachable":
            return kept or file
        self._cache.put(origin, file)
        return file


def _is_for_document(request: Request) -> bool:
    seen = request.cb_kwargs.get("seen")
    return isinstance(seen, SeenUrl) and seen.kind != FetchKind.ARTICLE
