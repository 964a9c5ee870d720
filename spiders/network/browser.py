"""A headless Chromium without a network of its own.

Theory. Some outlets send a script in place of a text. A browser that fetches for itself connects past all
that this crawl promises: robots.txt, Crawl-delay, the bounds on responses and the refusal of private
addresses, which must look at what a name resolves to when a connection is opened. So Chromium gets no
network: the page is fetched as every other, and whatever its scripts request is fetched the same way and
handed to it. Names do not resolve inside the browser, should a request escape that. Pictures, fonts, media
and frames are refused, they bring no text. For this reason the browser is driven by Playwright itself and
not by scrapy-playwright, whose handler lets Chromium connect.

Known exceptions: pages whose text comes over web sockets, from service workers or after a click stay empty.
A mistake costs one page, which is then rejected as `script_only` or failed with `timeout`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Awaitable, Callable
from typing import Any

from scrapy.http import Response

SECONDS = 20.0
IDLE_SECONDS = 5.0
MAX_REQUESTS = 40
_WANTED = frozenset({"script", "fetch", "xhr"})
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ("--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-gpu")
_PASSED_ON = ("Content-Type", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")

Fetch = Callable[[str], Awaitable[Response | None]]


class BrowserMissingError(Exception):
    """There is no browser to render with; the message says what to install."""


class Browser:
    """One Chromium, started with the first page, ended by `close`. `fetch` serves what scripts request."""

    def __init__(self, user_agent: str, fetch: Fetch) -> None:
        self._user_agent = user_agent
        self._fetch = fetch
        self._starting = asyncio.Lock()
        self._driver: Any = None
        self._browser: Any = None

    async def render(self, response: Response) -> str:
        """The page's markup after its scripts have run. Raises TimeoutError and BrowserMissingError."""
        browser = await self._started()
        async with asyncio.timeout(SECONDS):
            context = await browser.new_context(
                user_agent=self._user_agent, service_workers="block", accept_downloads=False
            )
            try:
                await context.route("**", _PageRequests(response, self._fetch).serve)
                return await _markup(await context.new_page(), response)
            finally:
                closing = asyncio.ensure_future(context.close())
                closing.add_done_callback(_forget)

    async def close(self) -> None:
        if self._browser is not None:
            await self._browser.close()
            await self._driver.stop()

    async def _started(self) -> Any:
        async with self._starting:
            if self._browser is None:
                self._driver, self._browser = await _launch()
        return self._browser


class _PageRequests:
    """Serves the requests of one page: with the page itself, with what scripts may have, or not."""

    def __init__(self, response: Response, fetch: Fetch) -> None:
        self._response = response
        self._fetch = fetch
        self._requested = 0

    async def serve(self, route: Any) -> None:
        response = await self._find(route.request)
        with contextlib.suppress(Exception):  # the page may be gone by now
            if response is None:
                await route.abort()
            else:
                await route.fulfill(status=response.status, headers=_headers(response), body=response.body)

    async def _find(self, request: Any) -> Response | None:
        if request.is_navigation_request():
            return self._response if request.url == self._response.url else None
        if request.resource_type not in _WANTED or request.method != "GET" or self._requested >= MAX_REQUESTS:
            return None
        self._requested += 1
        return await self._fetch(request.url)


async def _markup(page: Any, response: Response) -> str:
    await page.goto(response.url, wait_until="load", timeout=0)
    with contextlib.suppress(Exception):  # Playwright's own TimeoutError: what stands there counts
        await page.wait_for_load_state("networkidle", timeout=IDLE_SECONDS * 1_000)
    markup: str = await page.content()
    return markup


def _headers(response: Response) -> dict[str, str]:
    found = ((name, response.headers.get(name)) for name in _PASSED_ON)
    return {name: value.decode("latin-1") for name, value in found if value}


def _forget(closing: asyncio.Future[None]) -> None:
    """Takes the error of a context that would not close; the browser's end takes the context."""
    if not closing.cancelled():
        closing.exception()


async def _launch() -> tuple[Any, Any]:
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError as error:
        raise BrowserMissingError("render = true needs the extra: pip install 'copydesk[browser]'") from error
    driver = await async_playwright().start()
    executable = next((path for path in map(shutil.which, _NAMES) if path), None)
    try:
        browser = await driver.chromium.launch(
            executable_path=executable, args=list(_ARGUMENTS), chromium_sandbox=os.geteuid() != 0
        )
    except Error as error:
        await driver.stop()
        reason = str(error).splitlines()[0]
        raise BrowserMissingError(f"Chromium does not start, install or repair it: {reason}") from error
    return driver, browser
