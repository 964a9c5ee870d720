"""Cut from each draft the blocks that its site repeats, and from landed articles what was just learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dedupe.blocks import Observed, PageBlocks, Passage, SiteModel, cut, observe
from flows.cleaning.article_rows import article_row, removed_rows
from flows.cleaning.flag_leftover_promos import with_promos_flagged
from flows.cleaning.learned_blocks import LandedArticle, LearnedBlocks
from flows.cleaning.reclean import fingerprints_of, hints_of, landed_document
from flows.cleaning.risen_blocks import STORIES, Recleaning, WaitingBlocks, waiting_blocks
from flows.cleaning.young_sites import YoungSites
from flows.draft import Draft
from flows.runs.context import RunContext
from warehouse.derived.vote_index import VoteIndex
from warehouse.query.connection import connect_landed
from warehouse.query.landed_keys import ArticleKeys
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Article, BlockCount, RemovedBlock

SAMPLE_CHARS = 200
TABLES_READ = ("articles", "blocks", "removed_blocks", "runs")
AT_ONCE = 1_000
"""Drafts for which history is queried at a time: with each come up to five landed texts."""


@dataclass(frozen=True)
class Cleaned:
    """What cleaning one batch gives.

    `articles` has one row a draft, in order, with revision and extraction 1 as placeholders; `removed` the
    blocks cut from them; `counts` the new votes. `recleaned` are landed articles (their latest revision)
    re-cleaned because the sites of this batch were better learned, with `recleaned_removed`; `waiting` is the
    number of those that a later batch re-cleans.
    """

    articles: list[Article]
    removed: list[RemovedBlock]
    counts: list[BlockCount]
    recleaned: list[Article] = field(default_factory=list)
    recleaned_removed: list[RemovedBlock] = field(default_factory=list)
    waiting: int = 0


def clean(run: RunContext, drafts: Sequence[Draft], snapshot: Snapshot) -> Cleaned:
    """Two passes over each site's drafts: learn what repeats, then cut.

    History is queried once for many sites, whose drafts are AT_ONCE or a site's.
    """
    with connect_landed(snapshot, TABLES_READ) as database:
        learned = LearnedBlocks(database, VoteIndex(run.data, snapshot), ArticleKeys(run.data, snapshot))
        return _clean(run, drafts, learned, waiting_blocks(database, learned))


def _clean(
    run: RunContext, drafts: Sequence[Draft], learned: LearnedBlocks, waiting: WaitingBlocks
) -> Cleaned:
    of_site: dict[str, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        of_site[draft.identity.site].append(index)
    rows: dict[int, tuple[Article, list[RemovedBlock]]] = {}
    cleaned = Cleaned([], [], [])
    recleaning, young = Recleaning(run, learned, waiting), YoungSites(learned)
    with run.progress.stage("clean", len(drafts), "articles") as stage:
        for sites in _parts(of_site):
            documents = {site: [drafts[i].document() for i in of_site[site]] for site in sites}
            models = learned.models({site: fingerprints_of(own) for site, own in documents.items()})
            observed = _observe(learned, documents, models)
            others = dict(observed)
            for found in young.recounts(documents, models, observed):
                del others[found.site]
                observed[found.site] = found.observed
                recleaning.of_site(found.site, found.landed, found.observed.model)
            for site in sites:
                cleaned.counts.extend(_count_rows(run, site, observed[site]))
                for i, document in zip(of_site[site], documents[site], strict=True):
                    rows[i] = cut_draft(run, drafts[i], document.passages, observed[site].model)
                stage.advance(len(of_site[site]))
            recleaning.of_batch(models, others)
        recleaning.of_other_sites()
    for index in range(len(drafts)):
        article, removed = rows[index]
        cleaned.articles.append(article)
        cleaned.removed.extend(removed)
    return replace(
        cleaned,
        articles=with_promos_flagged(cleaned.articles, cleaned.removed),
        recleaned=with_promos_flagged(
            sorted(recleaning.articles, key=lambda article: article.article_id),
            (*cleaned.removed, *recleaning.removed),
        ),
        recleaned_removed=recleaning.removed,
        waiting=recleaning.waiting,
    )


def _parts(of_site: Mapping[str, Sequence[int]]) -> Iterator[list[str]]:
    """Sites in groups of AT_ONCE drafts or fewer; a site with more is a group of its own."""
    part: list[str] = []
    for site, own in of_site.items():
        if part and sum(len(of_site[other]) for other in part) + len(own) > AT_ONCE:
            yield part
            part = []
        part.append(site)
    if part:
        yield part


def _observe(
    learned: LearnedBlocks, documents: Mapping[str, Sequence[PageBlocks]], models: Mapping[str, SiteModel]
) -> dict[str, Observed]:
    """The votes of each site's batch, beside the landed stories that it may be copies of."""
    known = {site: own for site, own in documents.items() if models[site].stories}
    partners = learned.partners(
        {site: [_own_blocks(document, models[site]) for document in own] for site, own in known.items()}
    )
    wanted = {site: partners[site].union(document.key for document in own) for site, own in known.items()}
    landed = {row.article.article_id: row for row in learned.landed(set[str]().union(*wanted.values()))}
    return {
        site: observe([*_beside(landed, wanted.get(site, ())), *own], models[site])
        for site, own in documents.items()
    }


def _own_blocks(document: PageBlocks, model: SiteModel) -> list[int]:
    """What may tell of which story a document is: what the site repeats stands under all of them."""
    return [fingerprint for fingerprint in document.fingerprints if not model.repeats(fingerprint)]


def _beside(landed: Mapping[str, LandedArticle], wanted: Collection[str]) -> Iterator[PageBlocks]:
    """The documents of landed articles, by key."""
    return (landed_document(landed[key]) for key in sorted(wanted) if key in landed)


def cut_draft(
    run: RunContext, draft: Draft, uncut: Sequence[Passage], model: SiteModel
) -> tuple[Article, list[RemovedBlock]]:
    """The article of a draft, cut with a model, and what was cut; its numbers are placeholders."""
    cutting = cut(uncut, model, draft.extraction.authors, hints_of(run.settings, draft.source))
    article = article_row(run, draft, cutting)
    return article, removed_rows(run, article, uncut, cutting)


def _count_rows(run: RunContext, site: str, observed: Observed) -> Iterator[BlockCount]:
    """The batch's votes, with one row (fingerprint STORIES) for the stories themselves."""
    if not observed.blocks:
        return
    by_time = max if observed.stories >= 0 else min  # as votes below 0 are, see `recount`
    of_story = by_time(observed.blocks, key=lambda block: block.last_seen_at)
    stories = replace(
        of_story, fingerprint=STORIES, stories=observed.stories, tail=0, head=0, sample=Passage("")
    )
    for block in (stories, *observed.blocks):
        yield BlockCount(
            site=site,
            fingerprint=block.fingerprint,
            article_id=block.key,
            run_id=run.run_id,
            stories=block.stories,
            tail=block.tail,
            head=block.head,
            chars=len(block.sample.text),
            link_density=block.sample.link_density,
            sample=block.sample.text[:SAMPLE_CHARS],
            last_seen_at=block.last_seen_at,
        )
