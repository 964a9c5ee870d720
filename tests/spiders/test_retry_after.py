import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from spiders.discovery.links import Link
from spiders.fetching.ledger import SeenUrl
from spiders.fetching.request_refused import RequestRefused
from spiders.middlewares.retry_after import RetryAfterMiddleware
from spiders.politeness.host_attempts import ATTEMPTS_UNTIL_DOWN, HostAttempts

URL = "https://example.org/a"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []

    async def sleep(duration: float) -> None:
        seconds.append(duration)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return seconds


def crawler(*hosts: str) -> Crawler:
    """A crawler of which no more is there than what waits for its hosts."""
    made = Crawler(Spider)
    made.engine = ExecutionEngine.__new__(ExecutionEngine)
    made.engine.downloader = Downloader.__new__(Downloader)
    made.engine.downloader.slots = {host: Slot(1, 1.0) for host in hosts}
    return made


def slots(desk: Crawler) -> dict[str, Slot]:
    assert desk.engine is not None
    return desk.engine.downloader.slots


def send(middleware: RetryAfterMiddleware, url: str = URL, **meta: Any) -> None:
    asyncio.run(middleware.process_request(Request(url, meta=meta)))


def response(middleware: RetryAfterMiddleware, status: int, **headers: str) -> Request:
    request = Request(URL)
    middleware.process_response(request, HtmlResponse(URL, status=status, headers=headers))
    return request


def test_a_long_retry_after_defers_the_host_to_a_later_run(slept: list[float]) -> None:
    middleware = RetryAfterMiddleware(crawler())
    request = response(middleware, 503, **{"Retry-After": "600"})
    assert request.meta["dont_retry"] is True
    with pytest.raises(RequestRefused) as refusal:
        send(middleware, "https://example.org/b")
    result = refusal.value.result
    assert (result.outcome, result.reason) == ("skipped", "deferred")
    assert result.retry_after and result.retry_after > datetime.now(UTC) + timedelta(seconds=500)
    send(middleware, "https://elsewhere.example/a")


def test_a_short_retry_after_is_waited_for(slept: list[float]) -> None:
    desk = crawler("example.org")
    request = response(RetryAfterMiddleware(desk), 429, **{"Retry-After": "5"})
    assert not request.meta["dont_retry"]
    slot = slots(desk)["example.org"]
    assert slot.lastseen + slot.delay > monotonic() + 4


def test_what_waits_for_a_host_when_it_sends_retry_after_is_given_back(slept: list[float]) -> None:
    desk = crawler("example.org", "elsewhere.example")
    waiting: dict[str, Deferred[Response]] = {host: Deferred() for host in slots(desk)}
    for host, slot in slots(desk).items():
        slot.queue.append((Request(f"https://{host}/b"), waiting[host]))
    response(RetryAfterMiddleware(desk), 503, **{"Retry-After": "600"})
    refusals: list[str] = []

    def refused(failure: Failure) -> None:
        assert isinstance(failure.value, RequestRefused)
        refusals.append(failure.value.result.reason)

    waiting["example.org"].addErrback(refused)
    assert refusals == ["deferred"]
    assert not waiting["elsewhere.example"].called


def test_every_retry_waits_longer(slept: list[float]) -> None:
    middleware = RetryAfterMiddleware(crawler())
    for retry in range(3):
        send(middleware, retry_times=retry)
    assert slept == [1.0, 3.0]


def test_a_host_that_keeps_silent_is_left_alone(slept: list[float]) -> None:
    middleware = RetryAfterMiddleware(crawler())
    for number in range(ATTEMPTS_UNTIL_DOWN):
        send(middleware)
        middleware.process_exception(Request(f"{URL}{number}"), DownloadTimeoutError("slow"))
    with pytest.raises(RequestRefused) as refusal:
        send(middleware)
    assert refusal.value.result.reason == "deferred"


def test_a_host_that_refuses_connections_is_requested_three_times_in_all(slept: list[float]) -> None:
    middleware = RetryAfterMiddleware(crawler())
    for retry in range(ATTEMPTS_UNTIL_DOWN):
        send(middleware, retry_times=retry)
        middleware.process_exception(Request(URL), DownloadConnectionRefusedError("refused"))
    with pytest.raises(RequestRefused):
        send(middleware, "https://example.org/feed")


def test_one_response_makes_good_for_all_silence(slept: list[float]) -> None:
    middleware = RetryAfterMiddleware(crawler())
    for number in range(ATTEMPTS_UNTIL_DOWN - 1):
        middleware.process_exception(Request(f"{URL}{number}"), DownloadTimeoutError("slow"))
    response(middleware, 200)
    middleware.process_exception(Request(URL), DownloadTimeoutError("slow"))
    send(middleware)


def test_one_page_that_breaks_its_connections_is_not_the_site() -> None:
    silence = HostAttempts()
    for retry in range(ATTEMPTS_UNTIL_DOWN):
        silence.failed(URL, DownloadFailedError("reset"), retry)
    assert not silence.is_down


def test_a_server_that_turns_every_page_away_once_is_not_down() -> None:
    silence = HostAttempts()
    for number in range(2 * ATTEMPTS_UNTIL_DOWN):
        silence.responded(f"{URL}{number}", 503, 0)
    assert not silence.is_down
    silence.responded(URL, 503, 1)
    assert silence.is_down


def seen(url: str, kind: str) -> SeenUrl:
    return SeenUrl(link=Link(url=url), kind=kind, discovery=kind, discovery_url=None, at=datetime.now(UTC))


def limited(middleware: RetryAfterMiddleware, url: str, kind: str) -> Request:
    request = Request(url, cb_kwargs={"seen": seen(url, kind)})
    middleware.process_response(request, HtmlResponse(url, status=429, headers={"Retry-After": "3600"}))
    return request


def test_a_feed_that_is_requested_too_often_is_deferred_alone(slept: list[float]) -> None:
    middleware = RetryAfterMiddleware(crawler())
    assert limited(middleware, "https://example.org/feed", "feed").meta["dont_retry"]
    send(middleware)
    limited(middleware, "https://example.org/feed2", "feed")
    with pytest.raises(RequestRefused):
        send(middleware)


def test_a_page_that_is_requested_too_often_defers_its_host(slept: list[float]) -> None:
    middleware = RetryAfterMiddleware(crawler())
    limited(middleware, URL, "article")
    with pytest.raises(RequestRefused):
        send(middleware, "https://example.org/b")
