"""Requests the tdmrep.json of a host that has given a page or a document, once a day."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.fetching.response_outcome import outcome_of_error
from spiders.politeness.host_file import HostFileCache, host_file
from spiders.politeness.rights import TdmRule, tdm_rules

logger = logging.getLogger(__name__)

WANTS_RIGHTS = "wants_rights"
_MAX_BYTES = 200_000
_TIMEOUT = 10.0


class TdmrepMiddleware:
    """Puts `tdm_rules` into the meta of the requests that want them.

    The file is requested after the first response of a host, so that a host that gives nothing gets no
    request. As a rule that is a document: what a host's articles wait for then stands before them in its
    queue, and no article waits for those behind it. A host that cannot be reached states nothing.
    """

    def __init__(self, crawler: Crawler, cache: HostFileCache) -> None:
        self._crawler = crawler
        self._cache = cache
        self._hosts: dict[str, asyncio.Task[tuple[TdmRule, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TdmrepMiddleware:
        return cls(crawler, HostFileCache(Path(crawler.settings["HOST_FILES"]) / "tdmrep"))

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.status == 200 and request.callback is not NO_CALLBACK:
            pending = self._rules_of(request)
            if request.meta.get(WANTS_RIGHTS):
                rules = pending.result() if pending.done() else await asyncio.shield(pending)
                request.meta["tdm_rules"] = rules
        return response

    def _rules_of(self, request: Request) -> asyncio.Task[tuple[TdmRule, ...]]:
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            self._hosts[origin] = asyncio.ensure_future(self._read(origin))
        return self._hosts[origin]

    async def _read(self, origin: str) -> tuple[TdmRule, ...]:
        now = datetime.now(UTC)
        file = self._cache.get(origin)
        if file is None or not file.is_fresh(now):
            status, body = await self._fetch(f"{origin}/.well-known/tdmrep.json")
            file = host_file(status, body, now, _MAX_BYTES)
            self._cache.put(origin, file)
        return tdm_rules(file.text)

    async def _fetch(self, url: str) -> tuple[int | None, bytes]:
        meta = {"download_timeout": _TIMEOUT, "download_maxsize": _MAX_BYTES, "dont_retry": True}
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(
                Request(url, meta=meta, callback=NO_CALLBACK)
            )
        except Exception as error:
            logger.info("%s: %s", url, outcome_of_error(error).reason)
            return None, b""
        return response.status, response.body
