"""`reclean` and `reextract`: landed articles rebuilt from what has landed, with the model of today.

Nothing is fetched and no revision is added: a rebuilt article is a further *extraction* of its revision. It
is matched as what a run re-cleans is: those of the window are signed again and looked up, and every pair that
one of them has is judged by today's texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import duckdb

from flows.cleaning.flag_leftover_promos import with_promos_flagged
from flows.cleaning.learned_blocks import LearnedBlocks
from flows.cleaning.reclean import RecleanedArticle, fingerprints_of, reclean_drafts, reclean_site
from flows.draft import Draft
from flows.runs.context import RunContext
from flows.runs.versions import versions_json
from flows.stages.extract import extract
from flows.stages.join_parts import join_parts
from flows.stages.kept_parts import kept_parts
from flows.stages.match import Matched, match
from flows.stages.tally import Tally
from spiders.identity.urls import site_of
from warehouse.base.errors import CopydeskError
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import Article, Page, Rejection, RemovedBlock, Run, from_arrow, to_arrow
from warehouse.values import RunStatus

PAGES_AT_ONCE = 500


class NoArticlesOfSource(CopydeskError):
    """No article of the source has landed."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return f"no landed articles of source {self.source!r}; to list the sources: copydesk status"


def reclean(run: RunContext, source: str | None) -> Snapshot | None:
    """Re-clean the articles of a source (None: of all); the snapshot with those that changed, if any did.

    Raises AlreadyRunning while a run writes to the same data folder, and NothingOfSource.
    """
    with exclusive_writer(run.data, run.wait):
        base = Lake(run.data).current()
        with connect_landed(base) as database:
            learned = LearnedBlocks(database)
            sites = dict.fromkeys(site_of(f"https://{domain}/") for domain in _domains(database, source))
            changed = [recut for site in sites for recut in reclean_site(run, learned, site)]
        return _commit(run, base, changed)


def reextract(run: RunContext, source: str | None) -> Snapshot | None:
    """Re-extract the landed pages of a source's articles, as far as they are kept; see `reclean`."""
    with exclusive_writer(run.data, run.wait):
        base = Lake(run.data).current()
        with connect_landed(base) as database:
            latest = from_arrow(
                execute(database, "upkeep/latest_texts", source=source).to_arrow_table(), Article
            )
            if source and not latest:
                raise NoArticlesOfSource(source)
            changed = [
                recut
                for start in range(0, len(latest), PAGES_AT_ONCE)
                for recut in _reextract(run, base, database, latest[start : start + PAGES_AT_ONCE])
            ]
        return _commit(run, base, changed)


def _domains(database: duckdb.DuckDBPyConnection, source: str | None) -> Iterable[str]:
    domains = execute(database, "cleaning/domains", source=source).fetchall()
    if source and not domains:
        raise NoArticlesOfSource(source)
    return (domain for (domain,) in domains)


def _reextract(
    run: RunContext, base: Snapshot, database: duckdb.DuckDBPyConnection, latest: Sequence[Article]
) -> Iterator[RecleanedArticle]:
    of_page = {article.page_id: article for article in latest}
    found = execute(database, "landing/pages", ids=list(of_page)).to_arrow_table()
    pages = from_arrow(found, Page)
    of_site: dict[str, list[Draft]] = defaultdict(list)
    for draft in join_parts(extract(run, pages).drafts, kept_parts(run, base)):
        of_site[site_of(draft.identity.canonical_url)].append(draft)
    learned = LearnedBlocks(database)
    for site, drafts in of_site.items():
        model = learned.models({site: fingerprints_of(draft.document() for draft in drafts)}, ever=True)[site]
        yield from reclean_drafts(run, drafts, of_page, model)


def _commit(run: RunContext, base: Snapshot, changed: Sequence[RecleanedArticle]) -> Snapshot | None:
    """Land what changed as further extractions; None where nothing did."""
    if not changed:
        return None
    articles = [recut.article for recut in changed]
    removed = [block for recut in changed for block in recut.removed]
    return commit_rebuilt(run, base, articles, removed, matched=match(run, [], base, articles))


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
    landed = [replace(article, landed_at=now) for article in articles]
    rows = {
        "articles": to_arrow(with_promos_flagged(landed, removed), Article),
        "removed_blocks": to_arrow(removed, RemovedBlock),
        "rejections": to_arrow(rejections, Rejection),
        "runs": to_arrow([_run(run, len(articles), len(removed), now)], Run),
    }
    return Lake(run.data).commit(base, rows | (matched.tables(now) if matched else {}), [], now)


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
