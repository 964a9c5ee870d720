"""Waits when a host demands it, and leaves a host alone that does not respond."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.fetching.ledger import SeenUrl
from spiders.fetching.request_refused import RequestRefused
from spiders.fetching.response_outcome import retry_after
from spiders.politeness.downloader_slots import hold_host, refuse_queued
from spiders.politeness.host_attempts import ATTEMPTS_UNTIL_DOWN, HostAttempts
from warehouse.values import FetchKind, FetchReason

SHORT_WAIT = timedelta(seconds=30)


class RetryAfterMiddleware:
    """Retry-After, the pause before a retry, and an end to a host that keeps silent.

    A short Retry-After is waited for; a longer one defers everything else of the host to a later run, and so
    does a host that is down. Only the first discovery document with too many requests (429) speaks for
    itself alone: many sites count requests for their feed apart. Raises RequestRefused(deferred).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._until: dict[str, datetime] = {}
        self._silence: defaultdict[str, HostAttempts] = defaultdict(HostAttempts)
        self._limited: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryAfterMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        refusal = self._refusal(urlparse_cached(request).netloc)
        if refusal is not None:
            raise refusal
        pause = 2.0 ** request.meta.get("retry_times", 0) - 1.0
        if pause:
            await asyncio.sleep(pause)

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlparse_cached(request).netloc
        self._silence[host].responded(request.url, response.status, request.meta.get("retry_times", 0))
        now = datetime.now(UTC)
        until = retry_after(response, now) if response.status in (429, 503) else None
        if until is not None:
            is_long = until - now > SHORT_WAIT
            request.meta["dont_retry"] = is_long
            if not (is_long and response.status == 429 and self._is_alone(request, host)):
                self._until[host] = until
                hold_host(self._crawler, host, (until - now).total_seconds())
        self._give_back(host)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = urlparse_cached(request).netloc
        self._silence[host].failed(request.url, exception, request.meta.get("retry_times", 0))
        self._give_back(host)

    def _is_alone(self, request: Request, host: str) -> bool:
        """Whether this is the first discovery document of the host with too many requests (429)."""
        seen = request.cb_kwargs.get("seen")
        is_first = host not in self._limited
        self._limited.add(host)
        return isinstance(seen, SeenUrl) and seen.kind != FetchKind.ARTICLE and is_first

    def _give_back(self, host: str) -> None:
        refusal = self._refusal(host)
        if refusal is not None:
            refuse_queued(self._crawler, refusal, host)

    def _refusal(self, host: str) -> RequestRefused | None:
        """Why nothing more is requested from a host in this run; None where it is."""
        if self._silence[host].is_down:
            return RequestRefused(
                FetchReason.DEFERRED, f"{host} did not respond {ATTEMPTS_UNTIL_DOWN} times in a row"
            )
        until = self._until.get(host)
        if until is not None and until - datetime.now(UTC) > SHORT_WAIT:
            return RequestRefused(FetchReason.DEFERRED, f"{host} sent Retry-After", until)
        return None
