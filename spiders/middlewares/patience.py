"""Waits when a host asks for it, and leaves a host alone that does not answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.outcome import Refused, retry_after

SHORT_WAIT = timedelta(seconds=30)
GIVE_UP_AFTER = 6
_SILENCE = (DownloadTimeoutError, DownloadFailedError, CannotResolveHostError)


class PatienceMiddleware:
    """Retry-After, the pause before a retry, and an end to a host that keeps silent.

    A short Retry-After is waited for; a longer one defers everything else of the host to a later run, as
    do GIVE_UP_AFTER attempts in a row without any answer. Raises Refused(deferred).
    """

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}
        self._silent: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatienceMiddleware:
        return cls()

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).netloc
        if self._silent.get(host, 0) >= GIVE_UP_AFTER:
            raise Refused("skipped", "deferred", f"{host} did not answer {GIVE_UP_AFTER} times in a row")
        wait = self._until.get(host, datetime.min.replace(tzinfo=UTC)) - datetime.now(UTC)
        if wait > SHORT_WAIT:
            raise Refused("skipped", "deferred", f"{host} asked for patience", self._until[host])
        pause = 2.0 ** request.meta.get("retry_times", 0) - 1.0
        await asyncio.sleep(max(wait.total_seconds(), pause, 0.0))

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlparse_cached(request).netloc
        self._silent.pop(host, None)
        if response.status in (429, 503):
            until = retry_after(response, datetime.now(UTC))
            if until is not None:
                self._until[host] = until
                request.meta["dont_retry"] = until - datetime.now(UTC) > SHORT_WAIT
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, _SILENCE):
            host = urlparse_cached(request).netloc
            self._silent[host] = self._silent.get(host, 0) + 1
