"""Worker processes: order is kept, and a page that kills its worker costs a refusal and nothing else."""

from __future__ import annotations

from invented_stories import story
from landed_pages import article_html, landed_page

from spiders.extraction.model import Extraction, Refusal
from spiders.workers.limits import WorkerLimits
from spiders.workers.pool import PAGES_BEFORE_ANOTHER, extract_pages
from warehouse.tables import Page
from warehouse.values import RejectionReason


def pages(count: int) -> list[Page]:
    return [
        landed_page(article_html(*story(str(number))), url=f"https://gazette.example/{number}")
        for number in range(count)
    ]


def test_pages_come_back_in_order_from_two_workers() -> None:
    sent = pages(PAGES_BEFORE_ANOTHER + 12)
    extracted = list(extract_pages(sent, {}, workers=2))
    assert [page.url for page, _ in extracted] == [page.url for page in sent]
    assert all(isinstance(result, Extraction) for _, result in extracted)


def test_a_page_that_costs_too_much_time_is_refused_and_the_rest_goes_on() -> None:
    slow = landed_page("<p>word " * 50_000, url="https://gazette.example/slow")
    sent = [*pages(1), slow, *pages(2)]
    results = [result for _, result in extract_pages(sent, {}, 1, WorkerLimits(cpu_seconds=1))]
    assert [type(result) for result in results] == [Extraction, Refusal, Extraction, Extraction]
    assert results[1] == Refusal(RejectionReason.EXTRACTOR_DIED, "more than 1 s of CPU time")


def test_a_page_that_needs_too_much_memory_is_refused_and_the_rest_goes_on() -> None:
    large = landed_page("<p>" + "word " * 3_500_000, url="https://gazette.example/large")
    sent = [*pages(1), large, *pages(2)]
    results = [result for _, result in extract_pages(sent, {}, 1, WorkerLimits(memory_bytes=520_000_000))]
    assert [type(result) for result in results] == [Extraction, Refusal, Extraction, Extraction]


def test_no_pages_give_nothing() -> None:
    assert list(extract_pages([], {}, workers=2)) == []
