"""Runs the scripts of article pages, for sources with `render = true`."""

from __future__ import annotations

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from spiders.fetching.request_refused import RequestRefused
from spiders.network.browser import Browser, BrowserMissingError
from warehouse.values import FetchKind, FetchReason


class RenderMiddleware:
    """Stands first, so that it sees the final response: redirects followed, unpacked, within bounds.

    What the scripts request takes the way of every request. Raises RequestRefused (`no_browser`, `timeout`,
    `too_large`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._browser = Browser(crawler.settings["USER_AGENT"], self._fetch)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderMiddleware:
        if not crawler.settings.getbool("RENDER"):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware._browser.close, signals.spider_closed)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Response:
        seen = request.cb_kwargs.get("seen")
        if seen is None or seen.kind != FetchKind.ARTICLE or not isinstance(response, HtmlResponse):
            return response
        if response.status != 200:
            return response
        return _rendered(
            response, await self._markup(response), self._crawler.settings.getint("DOWNLOAD_MAXSIZE")
        )

    async def _markup(self, response: Response) -> str:
        try:
            return await self._browser.render(response)
        except TimeoutError as error:
            raise RequestRefused(FetchReason.TIMEOUT, "the page's scripts did not finish") from error
        except BrowserMissingError as error:
            raise RequestRefused(FetchReason.NO_BROWSER, str(error)) from error

    async def _fetch(self, url: str) -> Response | None:
        """A response for a page's script; None where our own rules or the network say no."""
        assert self._crawler.engine is not None
        try:
            return await self._crawler.engine.download_async(Request(url, callback=NO_CALLBACK))
        except Exception:  # whatever keeps us from it, the script goes without
            return None


def _rendered(response: Response, markup: str, most: int) -> Response:
    body = markup.encode()
    if len(body) > most:
        raise RequestRefused(FetchReason.TOO_LARGE, f"{len(body)} bytes after the page's scripts ran")
    headers = response.headers.copy()
    headers["Content-Type"] = "text/html; charset=utf-8"
    return response.replace(body=body, headers=headers)
