"""The base of every spider: documents are read, links are seen, pages are landed, each URL once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.discovery.documents import Document
from spiders.discovery.links import DocumentLinks, Link, UnreadableDocument
from spiders.encodings.stated_charset import with_charset
from spiders.extraction.metadata.parts import parts_linked
from spiders.extraction.pagetype.urlshape import may_be_article
from spiders.fetching.content_type import content_type_of
from spiders.fetching.held_links import HeldLinks
from spiders.fetching.known import read_known
from spiders.fetching.ledger import Ledger, SeenUrl, with_response
from spiders.fetching.outcome import Outcome
from spiders.fetching.requests import request_for, seen_now
from spiders.fetching.response_outcome import moved_remark, outcome_of_error, outcome_of_status
from spiders.identity.parts import MOST_PARTS
from spiders.identity.takedowns import Takedowns
from spiders.middlewares.robots import RobotsMiddleware
from spiders.middlewares.tdmrep import WANTS_RIGHTS
from spiders.network.resolver import admit
from spiders.pipelines.landing import Landing
from spiders.pipelines.page_row import judge, page_of
from spiders.politeness.freshness import fresh_until
from spiders.politeness.schedule import WATCHED, revisits, skip_reason, source_refusal, taken_at_last
from spiders.processes.job import Job
from spiders.processes.source_settings import document_bytes, source_settings
from spiders.processes.standalone_job import standalone_job
from spiders.sources.source import Source
from spiders.sources.source_documents import configured_documents, read_document
from spiders.workers.readers import ReaderDied, in_reader, read_apart
from warehouse.tables import Fetch, Page
from warehouse.tables.hashes import body_hash
from warehouse.values import FetchKind, FetchOutcome, FetchReason

logger = logging.getLogger(__name__)

_DOCUMENT, _NEW, _PART, _AGAIN = 100, 10, 5, 0
MAX_DEPTH = 3
"""An index of indexes of indexes is followed, and no further."""
KILLED = "its crawl process was killed before the response was landed"
_YIELD_EVERY = 20
"""Links after which the event loop gets its turn."""


class SourceSpider(scrapy.Spider):
    """One source in one run. A source with needs of its own overrides `read_document`."""

    job: Job
    source: Source

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SourceSpider:
        job, source = kwargs.get("job"), kwargs.get("source")
        if not isinstance(job, Job):
            job = standalone_job(str(source or ""))
        if not isinstance(source, Source):
            source = job.chains[0][0]
        admit(job.network_allow)
        crawler.settings.setdict(source_settings(source, job), priority="spider")
        spider = cls(job=job, source=source)
        spider._set_crawler(crawler)
        return spider

    def __init__(self, job: Job, source: Source) -> None:
        super().__init__(job=job, source=source)
        self._known = read_known(job.known, source.name)
        self._ledger = Ledger(job.run_id, source.name)
        self._erased = Takedowns(job.erased, source.former_hosts)
        self._requested = 0
        self._held = HeldLinks()
        self._documents_seen = 0
        self._document_rows: list[Fetch] = []
        self._met_again: list[SeenUrl] = []

    async def start(self) -> AsyncIterator[Request | Landing]:
        self._robots().remember(self._known.values())
        for document in configured_documents(self.source):
            for output in self._request_document(document):
                yield output
        for output in self._document_closed(None):
            yield output

    def read_document(self, body: bytes, url: str, kind: str) -> DocumentLinks:
        """The links of a discovery document; runs in a thread. Raises UnreadableDocument, ReaderDied.

        An encoding that only the response's header states is stated in the body by now.
        """
        return read_apart(read_document, body, url, kind, self.source.limits, self.job.started_at)

    def last_rows(self) -> Iterator[Fetch]:
        """Rows for the end of the crawl: links whose turn never came, then all discovery documents."""
        unanswered = list(self._ledger.leftovers())
        yield from (row for seen, row in unanswered if seen.kind == FetchKind.ARTICLE)
        yield from (row for seen, row in unanswered if seen.kind != FetchKind.ARTICLE)
        yield from self._document_rows

    def row_if_killed(self, seen: SeenUrl) -> Fetch:
        """The row of an article that is to be requested, should this process be killed before its outcome."""
        return self._ledger.row(seen, Outcome(FetchReason.CRAWL_DIED, KILLED))

    def _request_document(self, document: Document) -> Iterator[Request | Landing]:
        known = self._known.get((False, document.url))
        seen = seen_now(Link(url=document.url), document.kind, document.found_by, document.found_at, known)
        if not self._ledger.open(seen):
            return
        self._held.opened(document.kind)
        self._documents_seen += 1
        if known and known.retry_after and known.retry_after > self.job.started_at:
            reason = FetchReason.NOT_DUE if known.was_read else FetchReason.DEFERRED
            later = Outcome(reason, retry_after=known.retry_after)
            yield from self._document_done(self._ledger.close(seen, later))
            return
        request = request_for(
            seen, self._document_fetched, self._document_failed, _DOCUMENT, document=document
        )
        request.meta["download_maxsize"] = document_bytes(self.source)
        yield request

    async def _document_fetched(
        self, response: Response, seen: SeenUrl, document: Document
    ) -> AsyncIterator[Request | Landing]:
        hashed = body_hash(response.body)
        result = outcome_of_status(response, datetime.now(UTC))
        found = DocumentLinks()
        if result is None and seen.known and seen.known.body_hash == hashed:
            result = Outcome(FetchReason.SAME_CONTENT)
        if result is None:
            found, result = await self._found(response, document)
        for number, link in enumerate(found.links):
            if number % _YIELD_EVERY == 0:
                await asyncio.sleep(0)
            for output in self._see(link, document.kind, document.url):
                yield output
        further = (
            self._named_before(document) if result.outcome is FetchOutcome.UNCHANGED else found.documents
        )
        requested = 0
        for url in further:
            if not self._has_room_below(document):  # for each: other documents take of it meanwhile
                break
            requested += 1
            for output in self._request_document(
                Document(url, document.kind, document.kind, document.url, document.depth + 1)
            ):
                yield output
        remarks = (result.detail, moved_remark(response), _left_out(requested, len(further)))
        result = replace(result, detail="; ".join(filter(None, remarks)) or None)
        if document.kind == "feed" and result.outcome.is_read:
            result = replace(result, retry_after=fresh_until(response, datetime.now(UTC)))
        row = with_response(self._ledger.close(seen, result), response, hashed, seen.known)
        for output in self._document_done(replace(row, links=len(found.links) + len(found.documents))):
            yield output

    def _document_failed(self, failure: Failure) -> Iterator[Request | Landing]:
        seen = failure.request.cb_kwargs["seen"]  # type: ignore[attr-defined]
        yield from self._document_done(self._ledger.close(seen, outcome_of_error(failure.value)))

    def _document_done(self, row: Fetch) -> Iterator[Request | Landing]:
        """Keeps the document's row for the end of the crawl."""
        self._document_rows.append(row)
        yield from self._document_closed(row.kind)

    def _document_closed(self, kind: str | None) -> Iterator[Request | Landing]:
        """Requests the links that waited for such a document; after the last one, so that new links come
        first, also what is seen again, due for a retry or watched.

        Of what is met again those go last that failed most often: dead links, as a rule.
        """
        for seen in self._held.closed(kind):
            yield self._request_or_skip(self._ledger.latest(seen), _NEW)
        if self._held.all_read:
            for seen in sorted(self._met_again, key=_failures):
                yield self._request_or_skip(seen, _NEW)
            unsettled = self._known.unsettled(self.job.started_at - WATCHED)
            late = taken_at_last(unsettled, self.source)
            for known in (*revisits(unsettled, self.job.started_at), *late):
                yield from self._see(
                    Link(url=known.url), known.discovery, known.discovery_url, priority=_AGAIN
                )

    async def _found(self, response: Response, document: Document) -> tuple[DocumentLinks, Outcome]:
        """What a document gives. Whatever hostile markup raises ends here, as the document's outcome."""
        try:
            found = await in_reader(self._read, response, document.kind)
        except UnreadableDocument as error:
            return DocumentLinks(), Outcome(error.reason, error.detail)
        except ReaderDied as error:
            return DocumentLinks(), Outcome(FetchReason.ERROR, str(error))
        except Exception as error:
            logger.exception("cannot read %s", document.url)
            return DocumentLinks(), Outcome(FetchReason.ERROR, f"{type(error).__name__} while it was read")
        return found, Outcome(FetchReason.OK, found.remark)

    def _read(self, response: Response, kind: str) -> DocumentLinks:
        return self.read_document(with_charset(response.body, content_type_of(response)), response.url, kind)

    def _named_before(self, document: Document) -> tuple[str, ...]:
        """The documents that an unchanged index named when it was last read."""
        return tuple(known.url for known in self._known.documents() if known.discovery_url == document.url)

    def _has_room_below(self, document: Document) -> bool:
        """Whether one more of the documents that one names is read in this run."""
        return document.depth < MAX_DEPTH and self._documents_seen < self.source.limits.sitemaps

    def _see(
        self, link: Link, discovery: str, found_at: str | None, priority: int = _NEW
    ) -> Iterator[Request | Landing]:
        """Opens the ledger for a link that is new in this run; requests it, now or later, or says why not."""
        erased = self._erased.placeholder_for(link.url)
        known = self._known.get((True, link.url))
        seen = seen_now(Link(url=erased) if erased else link, FetchKind.ARTICLE, discovery, found_at, known)
        if not self._ledger.open(seen):
            return
        if erased:
            yield Landing(self._ledger.close(seen, Outcome(FetchReason.ERASED)))
        elif priority == _NEW and known and known.last_requested and self._skip(seen) is None:
            self._met_again.append(seen)  # what was never requested goes first to the budget
        elif not self._held.hold(seen):
            yield self._request_or_skip(seen, priority)

    def _request_or_skip(self, seen: SeenUrl, priority: int) -> Request | Landing:
        skip = self._skip(seen)
        if skip is not None:
            return Landing(self._ledger.close(seen, skip))
        self._requested += 1
        request = request_for(seen, self._page_fetched, self._page_failed, priority)
        request.meta[WANTS_RIGHTS] = True
        return request

    def _skip(self, seen: SeenUrl) -> Outcome | None:
        detail = source_refusal(seen.link.url, seen.link.language, self.source)
        if detail:
            return Outcome(FetchReason.DENIED, detail)
        reason = skip_reason(seen.known, self.job.started_at)
        if reason:
            return Outcome(reason, retry_after=seen.known.retry_after if seen.known else None)
        if self._requested + self._kept_for_waiting() >= self.source.limits.pages:
            return Outcome(FetchReason.BUDGET, f"{self.source.limits.pages} pages a run")
        return self._disallowed(seen.link.url)

    def _kept_for_waiting(self) -> int:
        """What of the budget is kept for links that wait: half at most, so that no feed takes all of it."""
        return min(self._held.waiting, self.source.limits.pages // 2)

    def _disallowed(self, url: str) -> Outcome | None:
        """What robots.txt says, where it was read: what costs no request takes nothing of the budget."""
        rules = self._robots().rules_for(url)
        return rules.refusal(url) if rules else None

    def _robots(self) -> RobotsMiddleware:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        assert isinstance(robots, RobotsMiddleware)
        return robots

    async def _page_fetched(self, response: Response, seen: SeenUrl) -> AsyncIterator[Request | Landing]:
        hashed = body_hash(response.body)
        seen = self._ledger.latest(seen)
        result = outcome_of_status(response, datetime.now(UTC)) or judge(response, hashed, seen.known)
        row = with_response(self._ledger.close(seen, result), response, hashed, seen.known)
        if result.outcome is not FetchOutcome.FETCHED:
            yield Landing(row)
            return
        page = page_of(row, response, seen)
        yield Landing(replace(row, page_id=page.page_id), page)
        for output in await self._further_parts(page, seen):
            yield output

    async def _further_parts(self, page: Page, seen: SeenUrl) -> list[Request | Landing]:
        """Requests the other parts of an article in parts; its first part is where their links are seen."""
        try:
            part = await in_reader(read_apart, parts_linked, page.body, page.final_url, page.content_type)
        except ReaderDied as error:
            logger.warning("cannot look for further parts of %s: %s", page.final_url, error)
            return []
        if part is None or not may_be_article(part.first, seen.discovery):
            return []
        others = [url for number, url in part.others if number <= MOST_PARTS]
        return [
            output for url in others for output in self._see(Link(url=url), seen.discovery, part.first, _PART)
        ]

    def _page_failed(self, failure: Failure) -> Iterator[Landing]:
        seen = failure.request.cb_kwargs["seen"]  # type: ignore[attr-defined]
        result = outcome_of_error(failure.value)
        if result.outcome is FetchOutcome.BLOCKED and "redirect_times" not in failure.request.meta:  # type: ignore[attr-defined]
            self._requested -= 1  # it cost no request
        yield Landing(self._ledger.close(seen, result))


def _failures(seen: SeenUrl) -> int:
    return seen.known.failures if seen.known else 0


def _left_out(wanted: int, named: int) -> str | None:
    """What was left out of the documents that one names."""
    if wanted == named:
        return None
    return f"the first {wanted} of its {named} sitemaps are read (limits.sitemaps)"
