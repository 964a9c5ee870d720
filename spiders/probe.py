"""Looks at sources without landing anything: `python -m spiders.probe JOB [explore]`.

Every document of every source of the job is requested, under the rules of a crawl; with `explore` also the
feeds and sitemaps that the site itself names, and the common places. What was found is written to standard
output, one JSON object a document.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from spiders.discovery.autodiscovery import common_paths, named_feeds, named_hubs, named_sitemaps
from spiders.discovery.documents import Document
from spiders.discovery.feeds import home_page, read_feed
from spiders.discovery.links import Link, UnreadableDocument
from spiders.discovery.timestamps import read_timestamp
from spiders.encodings.stated_charset import with_charset
from spiders.fetching.content_type import content_type_of
from spiders.fetching.outcome import Outcome
from spiders.fetching.response_outcome import outcome_of_error, outcome_of_status
from spiders.identity.urls import UrlError, resolve
from spiders.middlewares.robots import RobotsMiddleware
from spiders.network.resolver import admit
from spiders.processes.chains import crawl_chains
from spiders.processes.job import Job, read_job
from spiders.processes.parent import exit_now, exit_with_parent
from spiders.processes.running import run_until_done
from spiders.processes.source_settings import document_bytes, source_settings
from spiders.sources.source import Source
from spiders.sources.source_documents import configured_documents, read_document
from spiders.workers.readers import ReaderDied, in_reader, read_apart
from warehouse.values import FetchReason

SAMPLE_LINKS = 50


@dataclass(frozen=True, kw_only=True)
class ProbeResult:
    """What one document of a source came to. `newest` is the youngest date that an entry states.

    `place` is its number among the documents that were requested, which is the order of the site's own;
    `sample` are the first links, `hubs` the WebSub hubs that a feed names.
    """

    source: str
    url: str
    kind: str
    outcome: str
    reason: str
    detail: str | None = None
    links: int = 0
    newest: str | None = None
    place: int = 0
    sample: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()


class ProbeSpider(scrapy.Spider):
    """Looks at one source."""

    name = "probe"
    custom_settings = {"ITEM_PIPELINES": {}, "RETRY_TIMES": 0}  # noqa: RUF012

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ProbeSpider:
        job, source = kwargs["job"], kwargs["source"]
        admit(job.network_allow)
        crawler.settings.setdict(source_settings(source, job), priority="spider")
        spider = cls(**kwargs)
        spider._set_crawler(crawler)
        return spider

    def __init__(self, job: Job, source: Source, explore: bool) -> None:
        super().__init__()
        self._job, self._source, self._explore = job, source, explore
        self._places: dict[str, int] = {}

    async def start(self) -> AsyncIterator[Request]:
        for request in self._requests(configured_documents(self._source)):
            yield request

    def _requests(self, documents: Iterable[Document]) -> Iterator[Request]:
        for document in documents:
            if document.url not in self._places:
                self._places[document.url] = len(self._places)
                yield Request(
                    document.url,
                    self._fetched,
                    errback=self._failed,
                    dont_filter=True,
                    cb_kwargs={"document": document},
                    meta={"download_maxsize": document_bytes(self._source)},
                )

    async def _fetched(self, response: Response, document: Document) -> AsyncIterator[Request]:
        result = outcome_of_status(response, datetime.now(UTC))
        if result is not None:
            _report(self._probed(document, result))
            return
        if self._explore and document.kind == "front_page":
            home = await asyncio.to_thread(_home_of_feed, response)
            if home is not None:
                document = replace(document, kind="feed")
                for request in self._requests([Document(home, "front_page")]):
                    yield request
        _report(await in_reader(self._read, response, document))
        if self._explore and document.kind == "front_page":
            for request in self._requests(self._offers(response)):
                yield request

    def _read(self, response: Response, document: Document) -> ProbeResult:
        try:
            body = with_charset(response.body, content_type_of(response))
            found = read_apart(
                read_document, body, response.url, document.kind, self._source.limits, self._job.started_at
            )
        except ReaderDied as error:
            return self._probed(document, Outcome(FetchReason.ERROR, str(error)))
        except UnreadableDocument as error:
            return self._probed(document, Outcome(error.reason, error.detail))
        return self._probed(
            document,
            Outcome(FetchReason.OK, found.remark),
            links=len(found.links) + len(found.documents),
            newest=_newest(found.links),
            sample=tuple(link.url for link in found.links[:SAMPLE_LINKS]),
            hubs=tuple(named_hubs(body, _link_headers(response))) if document.kind == "feed" else (),
        )

    def _failed(self, failure: Failure) -> None:
        document = failure.request.cb_kwargs["document"]  # type: ignore[attr-defined]
        _report(self._probed(document, outcome_of_error(failure.value)))

    def _offers(self, response: Response) -> Iterator[Document]:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        assert isinstance(robots, RobotsMiddleware)
        rules = robots.rules_for(response.url)
        yield from named_feeds(response.body, response.url, _link_headers(response))
        yield from named_sitemaps(rules.sitemaps if rules else (), response.url)
        yield from common_paths(response.url)

    def _probed(self, document: Document, result: Outcome, **more: Any) -> ProbeResult:
        return ProbeResult(
            source=self._source.name,
            url=document.url,
            kind=document.kind,
            outcome=result.outcome,
            reason=result.reason,
            detail=result.detail,
            place=self._places[document.url],
            **more,
        )


def _home_of_feed(response: Response) -> str | None:
    """The site of a response that is a feed and not the page that was looked for; None for any other."""
    try:
        body = with_charset(response.body, content_type_of(response))
        read_feed(body, response.url, 1)
        if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
            return resolve("/", response.url)
        return resolve(home_page(body, response.url) or "/", response.url)
    except (UnreadableDocument, UrlError):
        return None


def _link_headers(response: Response) -> list[str]:
    return [value.decode("latin-1") for value in response.headers.getlist("Link")]


def _newest(links: Iterable[Link]) -> str | None:
    moments = [
        found for link in links if (found := read_timestamp(link.published) or read_timestamp(link.modified))
    ]
    return max(moments).isoformat() if moments else None


def _report(probed: ProbeResult) -> None:
    sys.stdout.write(json.dumps(asdict(probed)) + "\n")
    sys.stdout.flush()


def main() -> None:
    exit_with_parent(exit_now)
    path = Path(sys.argv[1])
    job = read_job(path)
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    settings.set("LOG_FILE", str(path.with_suffix(".log")), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    explore = "explore" in sys.argv[2:]
    run_until_done(
        process,
        crawl_chains(
            job.chains, lambda source: process.crawl(ProbeSpider, job=job, source=source, explore=explore)
        ),
    )


if __name__ == "__main__":
    main()
