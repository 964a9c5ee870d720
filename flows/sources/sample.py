"""What a source would bring: a few of its pages, crawled and extracted, and nothing kept of them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flows.configuration import Settings
from flows.crawling.processes import CrawlProcess, run_processes
from spiders.extraction.model import Extraction, ExtractionRules, Refusal
from spiders.identity.canonical_url import identify
from spiders.processes.job import Job, write_job
from spiders.sources.source import Source
from spiders.workers.pool import extract_pages
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import EMPTY
from warehouse.tables import Page

SAMPLE_PAGES = 10
SAMPLE_MINUTES = 1.0
PATIENCE_SECONDS = 15.0
"""Seconds after its minutes that the crawl may take to end."""


@dataclass(frozen=True)
class Sample:
    """The articles that a few pages gave, by canonical URL, and why others gave none, by URL."""

    articles: Mapping[str, Extraction]
    refused: Mapping[str, Refusal]


def sample(source: Source, settings: Settings) -> Sample:
    """Crawl at most SAMPLE_PAGES pages of a source under the rules of a run, and extract them."""
    bounded = replace(source, limits=replace(source.limits, pages=SAMPLE_PAGES, minutes=SAMPLE_MINUTES))
    rules = {source.name: ExtractionRules(source.prune, source.select)}
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        data = DataFolder(Path(folder))
        data.create()
        found = list(extract_pages(_crawled(bounded, settings, data), rules, workers=1))
    articles = {
        _canonical_url(page, result): result for page, result in found if isinstance(result, Extraction)
    }
    return Sample(
        articles,
        {page.final_url: result for page, result in found if isinstance(result, Refusal)},
    )


def _canonical_url(page: Page, found: Extraction) -> str:
    links = found.canonical_link, found.columns["amp_url"]
    return identify(page.url, page.final_url, *links).canonical_url


class _Silent:
    """Nobody watches a sample's crawl."""

    def opened(self, source: str) -> None: ...

    def landed(self, rows: int) -> None: ...

    def closed(self, source: str) -> None: ...


def _crawled(source: Source, settings: Settings, data: DataFolder) -> list[Page]:
    job = Job(
        run_id="sample",
        started_at=datetime.now(UTC),
        data=data.root,
        user_agent=settings.user_agent,
        network_allow=settings.network_allow,
        chains=((source,),),
    )
    path = data.root / "sample.json"
    write_job(job, path)
    run_processes([CrawlProcess(path, 60 * SAMPLE_MINUTES + PATIENCE_SECONDS)], 1, _Silent())
    segments = pending_segments(data, EMPTY)
    return [page for segment in segments for pages in segment.pages() for page in pages]
