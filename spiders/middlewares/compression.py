"""Unpacks responses, and retries those that end early.

Scrapy's own middleware takes what a broken stream gave for the whole response, so half a story would land as
one.
"""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from spiders.encodings.content_encodings import DecodingError, decode
from spiders.fetching.request_refused import RequestRefused
from warehouse.values import FetchReason

_STOPPED = "download_stopped"
"""Scrapy's flag for a response that we ourselves ended: a large robots.txt."""


class StrictCompressionMiddleware(HttpCompressionMiddleware):
    """Stands in the place of Scrapy's. Raises RequestRefused (`cut_short`, `bad_encoding`, `too_large`)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StrictCompressionMiddleware:
        return cls(crawler)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        try:
            return super().process_response(request, response)
        except DecodingError as error:
            if error.reason is FetchReason.CUT_SHORT and _STOPPED in response.flags:
                del response.headers["Content-Encoding"]
                return response.replace(body=error.so_far)
            again = self._again(request) if error.reason is FetchReason.CUT_SHORT else None
            if again is not None:
                return again
            raise RequestRefused(error.reason, str(error)) from error

    def _again(self, request: Request) -> Request | None:
        assert self._crawler.spider is not None
        return get_retry_request(request, spider=self._crawler.spider, reason=FetchReason.CUT_SHORT)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return decode(body, encoding.decode("latin-1"), max_size)
