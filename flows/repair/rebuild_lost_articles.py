"""Articles whose rows are lost, extracted again from their pages, as far as these are kept.

`fetches` says which pages became articles or were set aside. Those of which neither row is left are
extracted with today's extractor and land as the revisions that they were, with a new time of landing; what
else is known of them (their copies, what was cut from them) stays. A page that names a URL that was taken
down stays out.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flows.cleaning.learned_blocks import LearnedBlocks
from flows.cleaning.reclean import fingerprints_of
from flows.crawling.known_urls import erased_url_hashes
from flows.draft import Draft
from flows.landing.known_articles import known_articles
from flows.repair.lost_revisions import as_revision
from flows.runs.context import RunContext
from flows.runs.run_ids import new_run_id
from flows.stages.clean import cut_draft
from flows.stages.extract import extract, extractors
from flows.stages.identify import settle_identities
from flows.stages.join_parts import join_parts
from flows.stages.kept_parts import kept_parts
from flows.stages.withdraw import withdraw
from flows.upkeep.rebuild_articles import PAGES_AT_ONCE, commit_rebuilt
from warehouse.checks.batch_checks import BatchRefused
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect_landed
from warehouse.query.landed_keys import drop_keys
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import Article, Page, RemovedBlock
from warehouse.tables.arrow import from_arrow

logger = logging.getLogger(__name__)


@dataclass
class Rebuilt:
    """The outcome for the lost pages: the number of articles, and the URLs of the others.

    `refused` are pages that hold no article for today's extractor, `lost` those that are not kept.
    """

    articles: int = 0
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _LostPage:
    page_id: str
    url: str
    extraction: int
    """The last extraction of which blocks that were cut are known."""


def rebuild_lost_articles(run: RunContext) -> Rebuilt:
    """Land the articles of lost pages again; a commit for each PAGES_AT_ONCE of them.

    Only the holder of the run lock may call it.
    """
    drop_keys(run.data)  # which know the keys of the lost rows
    with connect_landed(Lake(run.data).current()) as database:
        lost = [_LostPage(*row) for row in execute(database, "upkeep/lost_pages").fetchall()]
    done = Rebuilt()
    for start in range(0, len(lost), PAGES_AT_ONCE):
        now = datetime.now(UTC)
        part = {page.page_id: page for page in lost[start : start + PAGES_AT_ONCE]}
        _rebuild(replace(run, run_id=new_run_id(now), started_at=now), part, done)
    return done


def _rebuild(run: RunContext, lost: Mapping[str, _LostPage], done: Rebuilt) -> None:
    base = Lake(run.data).current()
    with connect_landed(base) as database:
        pages = from_arrow(execute(database, "landing/pages", ids=list(lost)).to_arrow_table(), Page)
    with extractors(run) as pool:
        extracted = extract(run, pages, pool)
    moved = run.settings.former_hosts
    kept = withdraw((), extracted.drafts, erased_url_hashes(base), run.started_at, moved).drafts
    joined = join_parts(kept, kept_parts(run, base))
    drafts = settle_identities(joined, known_articles(run.data, base, joined, moved))
    articles, removed = _revisions(run, base, drafts, lost)
    found = {page.page_id for page in pages}
    done.lost += [page.url for page in lost.values() if page.page_id not in found]
    done.refused += [row.url for row in extracted.rejections]
    try:
        if articles or extracted.rejections:
            commit_rebuilt(run, base, articles, removed, extracted.rejections)
        done.articles += len(articles)
    except BatchRefused as error:  # is in quarantine and must not stop every later run
        logger.warning(error)
        done.lost += [page.url for page in lost.values() if page.page_id in found]


def _revisions(
    run: RunContext, base: Snapshot, drafts: Sequence[Draft], lost: Mapping[str, _LostPage]
) -> tuple[list[Article], list[RemovedBlock]]:
    ids = sorted({draft.identity.article_id for draft in drafts})
    with connect_landed(base) as database:
        left = from_arrow(execute(database, "upkeep/revisions", ids=ids).to_arrow_table(), Article)
        cuts = list(_cut(run, LearnedBlocks(database), drafts))
    rows: dict[str, list[Article]] = defaultdict(list)
    for row in left:
        rows[row.article_id].append(row)
    articles, removed = list[Article](), list[RemovedBlock]()
    for article, blocks in sorted(cuts, key=lambda cut: (cut[0].fetched_at, cut[0].page_id)):
        beside = rows[article.article_id]
        if landed := as_revision(article, beside, lost[article.page_id].extraction + 1):
            beside.append(landed)
            articles.append(landed)
            removed += [
                replace(block, revision=landed.revision, extraction=landed.extraction) for block in blocks
            ]
    return articles, removed


def _cut(
    run: RunContext, learned: LearnedBlocks, drafts: Sequence[Draft]
) -> Iterator[tuple[Article, list[RemovedBlock]]]:
    """The drafts cut with what is known of their sites: they have voted when they landed first."""
    of_site: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        of_site[draft.identity.site].append(draft)
    documents = {site: [draft.document() for draft in own] for site, own in of_site.items()}
    models = learned.models({site: fingerprints_of(own) for site, own in documents.items()}, ever=True)
    for site, own in of_site.items():
        for draft, document in zip(own, documents[site], strict=True):
            yield cut_draft(run, draft, document.passages, models[site])
