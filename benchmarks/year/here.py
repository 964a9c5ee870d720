"""Runs without other processes: a thousand of them start none, and the clock is the same for all parts.

Crawls go through Scrapy as ever, in one reactor that runs in a thread for the whole year; extraction calls
what a worker process calls.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from scrapy import signals
from scrapy.crawler import CrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

from twisted.internet import reactor, threads  # noqa: E402
from twisted.internet.defer import Deferred, DeferredList  # noqa: E402

from flows.crawling.processes import CrawlProcess, CrawlResult  # noqa: E402
from flows.stages.extraction_worker import extract_and_prepare  # noqa: E402
from spiders.extraction.extract import warm_up  # noqa: E402
from spiders.extraction.model import Extraction, ExtractionRules, Refusal  # noqa: E402
from spiders.processes.job import Job, read_job  # noqa: E402
from spiders.sources.source import Source  # noqa: E402
from spiders.workers.pool import NO_RULES  # noqa: E402
from spiders.workers.worker import extracted  # noqa: E402
from warehouse.tables import Page  # noqa: E402

logger = logging.getLogger(__name__)


@contextmanager
def everything_here() -> Iterator[None]:
    """Crawl and extract in this process for as long as the context lasts; once a process."""
    warm_up()
    for name in ("scrapy", "spiders", "flows", "warehouse", "httpx"):
        logging.getLogger(name).setLevel(logging.ERROR)
    thread = threading.Thread(target=reactor.run, args=(False,), daemon=True)  # type: ignore[misc]
    thread.start()
    with (
        patch("flows.stages.crawl.run_processes", _crawl_here),
        patch("flows.stages.extract.extract_pages", _extract_here),
    ):
        yield
    reactor.callFromThread(reactor.stop)  # type: ignore[misc]
    thread.join(10)


def _crawl_here(crawls: Sequence[CrawlProcess], most: int, listener: Any) -> list[CrawlResult]:
    return [threads.blockingCallFromThread(reactor, _crawl, crawl) for crawl in crawls]  # type: ignore[arg-type]


def _crawl(crawl: CrawlProcess) -> Deferred[CrawlResult]:
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    runner = CrawlerRunner(settings)
    job = read_job(crawl.job)
    closed: dict[str, str] = {}
    ended = DeferredList([_chain(runner, job, list(chain), closed) for chain in job.chains])
    crawl.job.unlink()
    return ended.addCallback(lambda _: CrawlResult(0, closed))


def _chain(runner: CrawlerRunner, job: Job, sources: list[Source], closed: dict[str, str]) -> Deferred[Any]:
    source, rest = sources[0], sources[1:]
    crawler = runner.create_crawler(source.spider)
    crawler.signals.connect(
        lambda reason: closed.update({source.name: reason}), signals.spider_closed, weak=False
    )
    ended: Deferred[Any] = runner.crawl(crawler, job=job, source=source)
    ended.addErrback(lambda failure: logger.critical("%s: %s", source.name, failure.getTraceback()))
    return ended.addCallback(lambda _: _chain(runner, job, rest, closed)) if rest else ended


def _extract_here(
    pages: Iterable[Page], rules: Mapping[str, ExtractionRules], workers: int, **_: object
) -> Iterator[tuple[Page, Extraction | Refusal]]:
    for page in pages:
        yield page, extracted(page, rules.get(page.source, NO_RULES), extract_and_prepare)
