"""Waits when a host asks for it, and leaves a host alone that does not answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.answers import retry_after
from spiders.politeness.slots import give_back, hold
from spiders.refused import Refused

SHORT_WAIT = timedelta(seconds=30)
GIVE_UP_AFTER = 6
_SILENCE = (DownloadTimeoutError, DownloadFailedError, CannotResolveHostError)


class PatienceMiddleware:
    """Retry-After, the pause before a retry, and an end to a host that keeps silent.

    A short Retry-After is waited for; a longer one defers everything else of the host to a later run, as
    do GIVE_UP_AFTER attempts in a row without any answer. Raises Refused(deferred).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._until: dict[str, datetime] = {}
        self._silent: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatienceMiddleware:
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
        self._silent.pop(host, None)
        now = datetime.now(UTC)
        until = retry_after(response, now) if response.status in (429, 503) else None
        if until is not None:
            self._until[host] = until
            request.meta["dont_retry"] = until - now > SHORT_WAIT
            hold(self._crawler, host, (until - now).total_seconds())
            self._give_back(host)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, _SILENCE):
            host = urlparse_cached(request).netloc
            self._silent[host] = self._silent.get(host, 0) + 1
            self._give_back(host)

    def _give_back(self, host: str) -> None:
        refusal = self._refusal(host)
        if refusal is not None:
            give_back(self._crawler, refusal, host)

    def _refusal(self, host: str) -> Refused | None:
        """Why nothing more is asked of a host in this run; None where it is."""
        if self._silent.get(host, 0) >= GIVE_UP_AFTER:
            return Refused("skipped", "deferred", f"{host} did not answer {GIVE_UP_AFTER} times in a row")
        until = self._until.get(host)
        if until is not None and until - datetime.now(UTC) > SHORT_WAIT:
            return Refused("skipped", "deferred", f"{host} asked for patience", until)
        return None
