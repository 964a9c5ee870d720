"""`reclean` and `reextract`: landed articles rebuilt from what has landed, with the model of today.

Nothing is fetched and no revision is added: a rebuilt article is a further *extraction* of its revision. It
is matched as what a run re-cleans is: those of the window are signed again and looked up, and every pair that
one of them has is judged by today's texts.

Articles are read and rebuilt some at a time, and land whenever PART of them have changed, each part upon
those before: memory does not grow with the lake, and a kill loses a part. What has been rebuilt gives the
same again, so that after a kill the verb is run once more. Votes do not change meanwhile, so all articles are
cut alike. Only the flag `promo_left` looks no further than its part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, TypeVar

import duckdb

from flows.cleaning.flag_leftover_promos import with_promos_flagged
from flows.cleaning.learned_blocks import LearnedBlocks
from flows.cleaning.reclean import RecleanedArticle, fingerprints_of, reclean_drafts, reclean_site
from flows.draft import Draft
from flows.runs.context import RunContext
from flows.runs.versions import versions_json
from flows.stages.extract import Extractors, extract, extractors
from flows.stages.join_parts import join_parts
from flows.stages.kept_parts import kept_parts
from flows.stages.match import Matched, match
from flows.stages.tally import Tally
from spiders.identity.urls import site_of
from warehouse.base.errors import CopydeskError
from warehouse.base.memory import release_memory
from warehouse.base.progress import SilentProgress, StageProgress
from warehouse.derived.vote_index import VoteIndex
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect_landed
from warehouse.query.landed_keys import ArticleKeys
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import Article, Page, Rejection, RemovedBlock, Run
from warehouse.tables.arrow import from_arrow, to_arrow
from warehouse.values import RunStatus

T = TypeVar("T")

PAGES_AT_ONCE = 500

PART = 500
"""Changed articles that are matched and committed together."""


class NoArticlesOfSource(CopydeskError):
    """No article of the source has landed."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return f"no landed articles of source {self.source!r}; to list the sources: copydesk status"


def reclean(run: RunContext, source: str | None) -> Snapshot | None:
    """Re-clean the articles of a source (None: of all); the last snapshot, if any article changed.

    Raises AlreadyRunning while a run writes to the same data folder, and NoArticlesOfSource.
    """
    with exclusive_writer(run.data, run.wait):
        base = Lake(run.data).current()
        with connect_landed(base) as database:
            learned = _learned(run, base, database)
            sites = dict.fromkeys(site_of(f"https://{domain}/") for domain in _domains(database, source))
            with run.progress.stage("reclean", learned.count_of(sites), "articles") as stage:
                changed = (reclean_site(run, learned, site, stage) for site in sites)
                return _land(run, base, chain.from_iterable(changed))


def reextract(run: RunContext, source: str | None) -> Snapshot | None:
    """Re-extract the landed pages of a source's articles, as far as they are kept; see `reclean`."""
    with exclusive_writer(run.data, run.wait):
        base = Lake(run.data).current()
        with connect_landed(base) as database, extractors(run) as workers:
            learned = _learned(run, base, database)
            keys = execute(database, "upkeep/articles_by_domain", source=source).fetchall()
            if source and not keys:
                raise NoArticlesOfSource(source)
            parts = _parts([article_id for (article_id,) in keys], PAGES_AT_ONCE)
            with run.progress.stage("reextract", len(keys), "articles") as stage:
                changed = (_reextract(run, base, database, learned, workers, part, stage) for part in parts)
                return _land(run, base, chain.from_iterable(changed))


def _learned(run: RunContext, base: Snapshot, database: duckdb.DuckDBPyConnection) -> LearnedBlocks:
    return LearnedBlocks(database, VoteIndex(run.data, base), ArticleKeys(run.data, base))


def _domains(database: duckdb.DuckDBPyConnection, source: str | None) -> Iterable[str]:
    domains = execute(database, "cleaning/domains", source=source).fetchall()
    if source and not domains:
        raise NoArticlesOfSource(source)
    return (domain for (domain,) in domains)


def _reextract(
    run: RunContext,
    base: Snapshot,
    database: duckdb.DuckDBPyConnection,
    learned: LearnedBlocks,
    workers: Extractors,
    article_ids: Sequence[str],
    stage: StageProgress,
) -> Iterator[RecleanedArticle]:
    of_page = {landed.article.page_id: landed.article for landed in learned.landed(article_ids)}
    found = execute(database, "landing/pages", ids=list(of_page)).to_arrow_table()
    pages = from_arrow(found, Page)
    of_site: dict[str, list[Draft]] = defaultdict(list)
    for draft in join_parts(extract(_quiet(run), pages, workers).drafts, kept_parts(run, base)):
        of_site[draft.identity.site].append(draft)
    for site, drafts in of_site.items():
        model = learned.models({site: fingerprints_of(draft.document() for draft in drafts)}, ever=True)[site]
        yield from reclean_drafts(run, drafts, of_page, model)
    stage.advance(len(article_ids))


def _land(run: RunContext, base: Snapshot, changed: Iterable[RecleanedArticle]) -> Snapshot | None:
    """Land what changed as further extractions, a part at a time; None where nothing did."""
    landed = None
    for part in _parts(changed, PART):
        articles = [recut.article for recut in part]
        removed = [block for recut in part for block in recut.removed]
        upon = landed or base
        matched = match(_quiet(run), [], upon, articles, removed=removed)
        landed = commit_rebuilt(run, upon, articles, removed, matched=matched)
        release_memory()
    return landed


def _quiet(run: RunContext) -> RunContext:
    """The run without bars of its stages, which come back with each part, below that of the verb."""
    return replace(run, progress=SilentProgress())


def _parts(items: Iterable[T], most: int) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(islice(rest, most)):
        yield part


def commit_rebuilt(
    run: RunContext,
    base: Snapshot,
    articles: Sequence[Article],
    removed: Sequence[RemovedBlock],
    rejections: Sequence[Rejection] = (),
    matched: Matched | None = None,
) -> Snapshot:
    """Commit what was made of pages that landed before, with a row of `runs` that says so."""
    now = datetime.now(UTC)
    rows = {
        "articles": to_arrow(with_promos_flagged(articles, removed), Article),
        "removed_blocks": to_arrow(removed, RemovedBlock),
        "rejections": to_arrow(rejections, Rejection),
        "runs": to_arrow([_run(run, len(articles), len(removed), now)], Run),
    }
    return Lake(run.data).commit(base, rows | (matched.tables() if matched else {}), [], now)


def _run(run: RunContext, recleaned: int, removed: int, now: datetime) -> Run:
    nothing: dict[str, Any] = {field.name: 0 for field in fields(Tally) if field.name != "source"}
    nothing |= {"landed": 0, "removed_blocks": removed}
    return Run(
        run_id=run.run_id,
        status=RunStatus.COMPLETE,
        started_at=run.started_at,
        finished_at=now,
        **nothing,
        recleaned=recleaned,
        versions=versions_json(),
    )
