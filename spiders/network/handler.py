"""Scrapy's HTTP handler with a bound on what comes before the body.

Twisted bounds each header line but not their number, and Scrapy's DOWNLOAD_MAXSIZE counts bodies only, so
a server that sends headers without end would fill the memory until the timeout.
"""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol

MAX_HEADER_BYTES = 256 * 1024


class HeaderFloodError(Exception):
    """A response whose headers do not end."""


class BoundedHandler(HTTP11DownloadHandler):
    """Stands in the place of Scrapy's handler for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory

    async def close(self) -> None:
        """Close idle connections, and wait for it as long as Scrapy does.

        Scrapy's own timer fires upon what is closed already where the event loop is late, and logs a failure.
        """
        closed = maybe_deferred_to_future(self._pool.closeCachedConnections())
        await asyncio.wait([asyncio.ensure_future(closed)], timeout=self._disconnect_timeout)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    _header_bytes = 0

    def request(self, request: Any) -> Any:
        self._header_bytes = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._header_bytes += len(data)
            if self._header_bytes > MAX_HEADER_BYTES:
                self._giveUp(Failure(HeaderFloodError(f"more than {MAX_HEADER_BYTES} bytes")))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> HTTP11ClientProtocol:  # noqa: N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
