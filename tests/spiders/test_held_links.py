"""What a feed says of a page counts, whichever of feed and front page comes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from twisted.python.failure import Failure

from spiders.middlewares.robots import RobotsMiddleware
from spiders.outlets.source_spider import SourceSpider
from spiders.processes.job import Job
from spiders.sources.source import Source, SourceLimits

HOME = "https://pilot.example/"
STORY = HOME + "2026/11/tide"
FRONT = f'<html><body><h2><a href="{STORY}">The tide was early, said the pilots</a></h2></body></html>'
FEED = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Pilot</title>'
    f"<item><title>The tide was early</title><link>{STORY}</link><dc:creator>Ada Okafor</dc:creator>"
    "<pubDate>Sun, 01 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"
)
BODIES = {HOME: FRONT, HOME + "feed": FEED}


class NoRobots(RobotsMiddleware):
    """Rules that nobody has read yet."""

    def __init__(self) -> None:
        pass

    def remember(self, known: object) -> None:
        pass

    def rules_for(self, url: str) -> None:
        return None


class PilotSpider(SourceSpider):
    name = "pilot"

    def _robots(self) -> RobotsMiddleware:
        return NoRobots()


def spider(pages: int = 500) -> PilotSpider:
    source = Source(name="pilot", home=HOME, feeds=(HOME + "feed",), limits=SourceLimits(pages=pages))
    job = Job(
        run_id="run",
        started_at=datetime(2026, 11, 2, tzinfo=UTC),
        data=Path("nowhere"),
        user_agent="copydesk",
        network_allow=(),
        chains=((source,),),
    )
    return PilotSpider(job=job, source=source)


async def all_of(outputs: AsyncIterator[Any]) -> list[Any]:
    return [output async for output in outputs]


def outputs_of(request: Request) -> list[Any]:
    """What the spider yields when a document has its response."""
    body = BODIES[request.url].encode()
    response = HtmlResponse(request.url, body=body, encoding="utf-8", request=request)
    return asyncio.run(all_of(cast("Any", request.callback)(response, **request.cb_kwargs)))


@pytest.mark.parametrize("first", ["feed", "front page"])
def test_a_page_is_requested_with_what_the_feed_says_of_it(first: str) -> None:
    feed, front = asyncio.run(all_of(spider().start()))
    order = (feed, front) if first == "feed" else (front, feed)
    requested = [output for document in order for output in outputs_of(document)]
    link = requested[0].cb_kwargs["seen"].link
    assert [request.url for request in requested] == [STORY]
    assert (link.title, link.authors) == ("The tide was early", ("Ada Okafor",))


def test_links_of_a_front_page_wait_no_longer_for_a_feed_that_fails() -> None:
    feed, front = asyncio.run(all_of(spider().start()))
    assert outputs_of(front) == []
    failure = Failure(TimeoutError("no response"))
    failure.request = feed  # type: ignore[attr-defined]
    assert [request.url for request in feed.errback(failure)] == [STORY]


def test_a_feed_leaves_links_that_wait_for_it_their_part_of_the_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = "".join(f"<item><title>No {n}</title><link>{HOME}{n}/tide</link></item>" for n in range(9))
    monkeypatch.setitem(BODIES, HOME + "feed", FEED.replace("<item>", f"{items}<item>").replace(STORY, HOME))
    feed, front = asyncio.run(all_of(spider(pages=3).start()))
    outputs = [*outputs_of(front), *outputs_of(feed)]
    requested = [output.url for output in outputs if isinstance(output, Request)]
    assert (len(requested), requested[-1]) == (3, STORY)
