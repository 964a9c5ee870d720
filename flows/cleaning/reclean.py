"""Landed articles, re-cleaned and re-extracted with today's model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dedupe.blocks import Hints, PageBlocks, SiteModel, cut, positions
from flows.cleaning.article_rows import article_row, recleaned_row, removed_rows
from flows.cleaning.learned_blocks import LandedArticle, LearnedBlocks
from flows.configuration import Settings
from flows.draft import Draft, passages_of
from flows.runs.context import RunContext
from warehouse.base.progress import StageProgress
from warehouse.tables import Article, RemovedBlock

NO_HINTS = Hints()


@dataclass(frozen=True)
class RecleanedArticle:
    """A landed revision with another text: one extraction more, and what was cut from it."""

    article: Article
    removed: list[RemovedBlock]


def landed_document(landed: LandedArticle) -> PageBlocks:
    """The blocks of a landed article as the page had them; its story has voted."""
    return PageBlocks(landed.article.article_id, landed.uncut(), landed.article.fetched_at, counted=True)


def reclean_article(
    run: RunContext, landed: LandedArticle, document: PageBlocks, model: SiteModel
) -> RecleanedArticle | None:
    """A landed article cut with a model; None where that changes nothing."""
    hints = hints_of(run.settings, landed.article.source)
    cutting = cut(document.passages, model, landed.article.authors, hints)
    if positions(cutting.cuts) == {block.position for block in landed.removed}:
        return None
    article = recleaned_row(run, landed, cutting)
    return RecleanedArticle(article, removed_rows(run, article, document.passages, cutting))


def reclean_site(
    run: RunContext, learned: LearnedBlocks, site: str, stage: StageProgress
) -> Iterator[RecleanedArticle]:
    """The landed articles of a site whose text is another with the model of today; `stage` counts all."""
    for part in learned.landed_in_parts(learned.articles_of(site)):
        holders = [(landed, landed_document(landed)) for landed in part]
        model = learned.models({site: fingerprints_of(document for _, document in holders)}, ever=True)[site]
        for landed, document in holders:
            if again := reclean_article(run, landed, document, model):
                yield again
        stage.advance(len(part))


def reclean_drafts(
    run: RunContext, drafts: Sequence[Draft], latest: Mapping[str, Article], model: SiteModel
) -> Iterator[RecleanedArticle]:
    """Landed revisions whose page gives another text or other facts today; `latest` is by page_id."""
    for draft in drafts:
        before = latest[draft.page_id]
        uncut = passages_of(draft.extraction)
        cutting = cut(uncut, model, draft.extraction.authors, hints_of(run.settings, draft.source))
        article = replace(
            article_row(run, draft, cutting),
            article_id=before.article_id,
            canonical_url=before.canonical_url,
            domain=before.domain,
            identity_reason=before.identity_reason,
            former_urls=before.former_urls,
            changed=before.changed,
            revision=before.revision,
            extraction=before.extraction + 1,
        )
        if _content(article) != _content(before):
            yield RecleanedArticle(article, removed_rows(run, article, uncut, cutting))


def fingerprints_of(documents: Iterable[PageBlocks]) -> set[int]:
    """Fingerprints of all blocks of some documents, and of their templates."""
    return {mark for document in documents for mark in document.counted_fingerprints}


def hints_of(settings: Settings, source: str) -> Hints:
    """What a source's table says of its promos."""
    configured = settings.sources.get(source)
    return Hints(configured.promos, configured.protect) if configured else NO_HINTS


def _content(article: Article) -> Article:
    """An article without what differs between any two extractions of the same content."""
    return replace(
        article, extraction=0, landed_at=article.fetched_at, run_id="", extractor="", schema_version=""
    )
