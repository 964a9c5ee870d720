"""Cut from each draft the blocks that its site repeats, and from landed articles what was just learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dedupe.blocks import Document, Observed, Passage, SiteModel, cut, observe
from flows.cleaning.learned import Learned
from flows.cleaning.leftover import with_promos_flagged
from flows.cleaning.recut import hints_of, landed_document, marks_of, recut
from flows.cleaning.row import article_row, removed_rows
from flows.context import RunContext
from flows.draft import Draft, passages_of
from spiders.urls import site_of
from warehouse.lake.snapshots import Snapshot
from warehouse.query.reader import connect
from warehouse.tables import Article, BlockCount, RemovedBlock

SAMPLE_CHARS = 200


@dataclass(frozen=True)
class Cleaned:
    """What cleaning one batch gives.

    `articles` has one row a draft, in order, with revision and extraction 1 as placeholders; `removed` the
    blocks cut from them; `counts` the new votes. `recleaned` are landed articles (their latest revision)
    cut anew because the sites of this batch were better learned, with `recleaned_removed`.
    """

    articles: list[Article]
    removed: list[RemovedBlock]
    counts: list[BlockCount]
    recleaned: list[Article] = field(default_factory=list)
    recleaned_removed: list[RemovedBlock] = field(default_factory=list)


def clean(run: RunContext, drafts: Sequence[Draft], snapshot: Snapshot | None) -> Cleaned:
    """Two passes over each site's drafts: learn what repeats, then cut."""
    learned = Learned(connect(snapshot))
    of_site: dict[str, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        of_site[site_of(draft.identity.canonical_url)].append(index)
    documents = [draft.document() for draft in drafts]
    models = learned.models({site: marks_of(documents[i] for i in own) for site, own in of_site.items()})
    rows: dict[int, tuple[Article, list[RemovedBlock]]] = {}
    cleaned = Cleaned([], [], [])
    with run.progress.stage("clean", len(drafts), "articles") as stage:
        for site, own in of_site.items():
            observed = _observe(learned, site, [documents[i] for i in own], models[site])
            cleaned.counts.extend(_count_rows(run, site, observed))
            rows.update({i: _cut_draft(run, drafts[i], observed.model) for i in own})
            _reclean(run, learned, site, models[site], observed, cleaned)
            stage.advance(len(own))
    for index in range(len(drafts)):
        article, removed = rows[index]
        cleaned.articles.append(article)
        cleaned.removed.extend(removed)
    return replace(
        cleaned,
        articles=with_promos_flagged(cleaned.articles, cleaned.removed),
        recleaned=with_promos_flagged(cleaned.recleaned, (*cleaned.removed, *cleaned.recleaned_removed)),
    )


def _observe(learned: Learned, site: str, batch: Sequence[Document], known: SiteModel) -> Observed:
    """The votes of a site's batch, beside the landed stories that it may be copies of."""
    if not known.stories:
        return observe(batch, known)
    keys = {document.key for document in batch}
    beside = learned.landed(keys | learned.partners(site, [document.marks for document in batch]))
    return observe([*map(landed_document, beside), *batch], known)


def _cut_draft(run: RunContext, draft: Draft, model: SiteModel) -> tuple[Article, list[RemovedBlock]]:
    uncut = passages_of(draft.extraction)
    cutting = cut(uncut, model, draft.extraction.authors, hints_of(run.settings, draft.source))
    article = article_row(run, draft, cutting)
    return article, removed_rows(run, article, uncut, cutting)


def _reclean(
    run: RunContext, learned: Learned, site: str, known: SiteModel, observed: Observed, cleaned: Cleaned
) -> None:
    """Cut anew the landed articles that hold a block whose standing rose."""
    risen = {
        block.fingerprint for block in observed.blocks if _rose(block.fingerprint, known, observed.model)
    }
    if not known.stories or not risen:
        return
    holders = [(landed, landed_document(landed)) for landed in learned.of_site(site)]
    holders = [(landed, document) for landed, document in holders if risen & document.counted_marks]
    votes = learned.models({site: marks_of(document for _, document in holders)}, ever=True)[site]
    model = votes.plus(observed.stories, ((block.fingerprint, block.stories) for block in observed.blocks))
    for landed, document in holders:
        if again := recut(run, landed, document, model):
            cleaned.recleaned.append(again.article)
            cleaned.recleaned_removed.extend(again.removed)


def _rose(mark: int, before: SiteModel, after: SiteModel) -> bool:
    standing, earlier = after.standing(mark), before.standing(mark)
    return standing is not None and (earlier is None or standing > earlier)


def _count_rows(run: RunContext, site: str, observed: Observed) -> Iterator[BlockCount]:
    """The batch's votes, with one row (fingerprint 0) for the stories themselves."""
    if not observed.blocks:
        return
    latest = max(observed.blocks, key=lambda block: block.last_seen_at)
    stories = replace(latest, fingerprint=0, stories=observed.stories, tail=0, head=0, sample=Passage(""))
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
