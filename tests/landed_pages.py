"""Landed pages, as a crawl leaves them."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from invented_stories import story

from flows.stages.extraction_worker import extract_and_prepare
from spiders.extraction.extract import Extraction, ExtractionRules, Refusal, extract
from spiders.workers.pool import NO_RULES, WORKER
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import SegmentWriter
from warehouse.tables import Fetch, Page

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def landed_page(body: str | bytes, url: str = "https://gazette.example/whale", **changes: Any) -> Page:
    content = body if isinstance(body, bytes) else body.encode()
    plain: dict[str, Any] = {
        "page_id": hashlib.sha256(url.encode()).hexdigest()[:24],
        "run_id": "run-1",
        "source": "gazette",
        "url": url,
        "final_url": url,
        "fetched_at": NOON,
        "status": 200,
        "content_type": "text/html",
        "body": content,
        "body_hash": hashlib.sha256(content).hexdigest()[:32],
        "discovery": "feed",
        "discovered_at": NOON,
    }
    return Page(**{**plain, **changes})


def fetched(page: Page) -> Fetch:
    """The row of the ledger that a page came with."""
    return Fetch(
        fetch_id=page.page_id,
        run_id=page.run_id,
        source=page.source,
        url=page.url,
        kind="article",
        outcome="fetched",
        reason="ok",
        discovery=page.discovery,
        discovered_at=NOON,
        fetched_at=NOON,
        page_id=page.page_id,
    )


def article_html(*paragraphs: str, head: str = "", title: str = "The whale in the harbour") -> str:
    """A plain article page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or story("whale"))
    return (
        f"<!doctype html><html lang=en><head><title>{title} | Gazette</title>{head}</head>"
        f"<body><nav><a href=/>Home</a></nav>"
        f"<main><article><h1>{title}</h1>{body}</article></main></body></html>"
    )


def page_of(name: str, run_id: str = "killed") -> Page:
    """The page of an invented story, as the run `run_id` fetched it."""
    body = article_html(*story(name), title=f"The {name}")
    url = f"https://gazette.example/{name}"
    return landed_page(body, url, run_id=run_id, page_id=f"{run_id} {name}")


def leave_behind(data: DataFolder, pages: Sequence[Page], fetches: Sequence[Fetch] | None = None) -> None:
    """Leave pages in landing, as a run that was killed does."""
    with SegmentWriter(data, pages[0].run_id, "crawl") as writer:
        for page, fetch in zip(pages, fetches or [fetched(page) for page in pages], strict=True):
            writer.add(fetch, page)


def extract_here(
    pages: Iterable[Page],
    rules: Mapping[str, ExtractionRules],
    workers: int,
    module: str = WORKER,
    pool: object = None,
) -> Iterator[tuple[Page, Extraction | Refusal]]:
    """What `extract_pages` gives where no page kills a worker, without a process to wait for."""
    extract_page = extract if module == WORKER else extract_and_prepare
    for page in pages:
        yield page, extract_page(page, rules.get(page.source, NO_RULES))


def requested_page(url: str, source: str) -> Page | None:
    """The page that a URL of a newsroom gives, as a killed run left it; None for an error."""
    try:
        with urllib.request.urlopen(url) as response:
            kind, final, body = response.headers["Content-Type"], response.url, response.read()
    except urllib.error.HTTPError:
        return None
    return landed_page(body, url, run_id="killed", source=source, final_url=final, content_type=kind)
