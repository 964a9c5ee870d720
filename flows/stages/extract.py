"""Landed pages to drafts, and to rejections where a page holds no article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.configuration import Settings
from flows.draft import Draft, identity_of
from flows.runs.context import RunContext
from spiders.cluster.cluster_pool import ClusterPool
from spiders.extraction.model import Extraction, ExtractionRules, Refusal
from spiders.extraction.sitewide import weighed_over_site
from spiders.identity.parts import page_key
from spiders.identity.urls import UrlError
from spiders.workers.pool import WorkerPool, extract_pages
from warehouse.bucket.object_keys import WORK
from warehouse.tables import Page, Rejection
from warehouse.values import RejectionReason, RejectionStage

WORKER = "flows.stages.extraction_worker"
"""The module of the processes that extract: what a page alone tells is made where the cores are."""

Extractors = WorkerPool | ClusterPool
"""Who extracts some pages and stays for further ones until it is ended."""


@dataclass(frozen=True)
class Extracted:
    """Every page of the batch, as a draft or as a rejection, each in the order of arrival."""

    drafts: list[Draft]
    rejections: list[Rejection]

    def without(self, page_ids: Collection[str]) -> Extracted:
        """What was extracted of the other pages."""
        if not page_ids:
            return self
        return Extracted(
            [draft for draft in self.drafts if draft.page_id not in page_ids],
            [row for row in self.rejections if row.page_id not in page_ids],
        )


def extractors(run: RunContext) -> Extractors:
    """Processes of this machine, or the workers of the cluster that the configuration names."""
    if run.settings.scheduler is None:
        return WorkerPool(run.workers, module=WORKER)
    return ClusterPool(run.settings.scheduler, work_place(run), WORKER)


def extract(run: RunContext, pages: Iterable[Page], pool: Extractors) -> Extracted:
    """Extract `pages` by `pool`."""
    drafts: list[Draft] = []
    rejections: list[Rejection] = []
    with run.progress.stage("extract") as stage:
        for page, result in _results(run, pages, pool):
            found = result if isinstance(result, Refusal) else draft_of(page, result)
            if isinstance(found, Draft):
                drafts.append(found)
            else:
                rejections.append(_rejection(run, page, found))
            stage.advance()
    return Extracted(_weighed(drafts), rejections)


def _results(
    run: RunContext, pages: Iterable[Page], pool: Extractors
) -> Iterator[tuple[Page, Extraction | Refusal]]:
    rules = rules_of(run.settings)
    if isinstance(pool, WorkerPool):
        return extract_pages(pages, rules, run.workers, module=WORKER, pool=pool)
    return pool.extract(pages, rules)


def work_place(run: RunContext) -> str:
    """Where the machines of a cluster find a run's files: in the lake's bucket, if it has one."""
    if run.data.catalog_url:
        return f"{run.data.catalog_url}/{WORK}/{run.run_id}"
    return str((run.data.tmp / f"{run.run_id}.work").resolve())


def _weighed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, titles and authors of each site's weighed over all of its pages."""
    of_site: dict[str, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        of_site[draft.identity.site].append(index)
    weighed = list(drafts)
    for own in of_site.values():
        articles = [_article(drafts[index]) for index in own]
        found = weighed_over_site([drafts[index].extraction for index in own], articles)
        for index, extraction in zip(own, found, strict=True):
            weighed[index] = replace(drafts[index], extraction=extraction)
    return weighed


def _article(draft: Draft) -> str:
    """What pages of one article have in common as far as each of them tells."""
    part = draft.extraction.part
    return page_key(part.first) if part else draft.identity.article_id


def rules_of(settings: Settings) -> Mapping[str, ExtractionRules]:
    """The extraction rules by the name of their source."""
    return {name: ExtractionRules(source.prune, source.select) for name, source in settings.sources.items()}


def draft_of(page: Page, extraction: Extraction) -> Draft | Refusal:
    """A page with the article that it is by itself; why it is none where its URLs are no usable ones."""
    try:
        return Draft.of(page, identity_of(page, extraction), extraction)
    except UrlError as error:
        return Refusal(RejectionReason.BAD_URL, str(error))


def _rejection(run: RunContext, page: Page, refusal: Refusal) -> Rejection:
    return Rejection(
        page_id=page.page_id,
        run_id=run.run_id,
        source=page.source,
        url=page.final_url,
        stage=RejectionStage.EXTRACT,
        reason=refusal.reason,
        detail=refusal.detail,
        fetched_at=page.fetched_at,
        landed_at=run.started_at,
    )
