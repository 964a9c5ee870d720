"""Sites with few stories are recounted with each batch: in which batches these came does not matter.

Observed: which articles count as one story depends on what is known to be the site's, for that tells no
stories apart. Reports by a template that came before its lines were known counted as fewer stories than those
that came after: a line had 9 votes in one batch and 8 in five, where 9 were needed.

The rule: as long as a site's threshold rises, its landed articles are told apart again together with those of
the batch, and what has landed is cut by what comes of that. The difference to the votes that are known is
written as votes, below 0 where too many were counted. Earlier revisions of an article vote, too. Most batches
change nothing by that: a block is cut or stays whatever the last votes are where nobody had it before, or
where it has SETTLED times as many votes as are needed. It is done where a batch has a block between these, or
where the threshold may rise with it; and only where articles counted as one story, have several revisions, or
are alike: where each is a story of its own, votes are the articles that have a block, in any order.

Bounded: MOST_RECOUNTED landed revisions for all sites of one part of a run, sites with the fewest first. One
that waits is counted like any other, and that is made good when its turn comes.

Exceptions: a site of which a story is forgotten already (FORGET_DAYS); what came together with the story at
which the threshold stopped to rise, and after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedupe.blocks import MOST, Observed, PageBlocks, SiteModel, recount
from flows.cleaning.learned_blocks import LandedArticle, LearnedBlocks
from flows.cleaning.reclean import fingerprints_of, landed_document

SETTLED = 2

MOST_RECOUNTED = 1_500
"""Landed revisions that are recounted with one part of a run: as many as it may have pages."""


@dataclass(frozen=True)
class SiteRecount:
    """A site that was recounted: its votes beyond those known, its landed articles with their blocks."""

    site: str
    observed: Observed
    landed: list[tuple[LandedArticle, PageBlocks]]


class YoungSites:
    """The sites of one part of a run that are recounted, as far as there is room for them."""

    def __init__(self, learned: LearnedBlocks) -> None:
        self._learned = learned
        self._room = MOST_RECOUNTED

    def recounts(
        self,
        documents: Mapping[str, Sequence[PageBlocks]],
        models: Mapping[str, SiteModel],
        observed: Mapping[str, Observed],
    ) -> Iterator[SiteRecount]:
        """Those of some sites that are recounted, of which a batch has `documents`, counted as `observed`."""
        young = [site for site, own in documents.items() if is_in_doubt(own, models[site])]
        articles = self._learned.articles_of_young(young) if young else {}
        revisions = {
            site: sum(own.values())
            for site, own in articles.items()
            if depends_on_order(own, documents[site], models[site], observed[site])
        }
        for site in sorted(revisions, key=lambda site: (revisions[site], site)):
            if revisions[site] > self._room:
                return
            self._room -= revisions[site]
            yield self._recount(site, documents[site], list(articles[site]))

    def _recount(self, site: str, documents: Sequence[PageBlocks], article_ids: Sequence[str]) -> SiteRecount:
        landed = [(one, landed_document(one)) for one in self._learned.revisions(article_ids)]
        every = [*(document for _, document in landed), *documents]
        known = self._learned.models({site: fingerprints_of(every)}, ever=True)[site]
        latest = {document.key: (one, document) for one, document in landed}  # revisions come in order
        return SiteRecount(site, recount(every, known), list(latest.values()))


def is_in_doubt(documents: Sequence[PageBlocks], known: SiteModel) -> bool:
    """Whether a site's threshold may rise with some documents, or rises and one of their blocks is near."""
    if not known.stories or known.needed == MOST:
        return False
    if SiteModel(known.stories + len(documents)).needed > known.needed:
        return True
    votes = (known.votes(mark) for mark in fingerprints_of(documents))
    return any(0 < count < SETTLED * known.needed for count in votes)


def depends_on_order(
    landed: Mapping[str, int], documents: Sequence[PageBlocks], known: SiteModel, observed: Observed
) -> bool:
    """Whether the order in which articles come may decide votes, of those that `landed`, each with the number
    of its revisions, and some documents, counted as `observed`."""
    keys = {*landed, *(document.key for document in documents)}
    is_one_story_each = known.stories + observed.stories == len(keys)
    return observed.has_alike or not is_one_story_each or sum(landed.values()) > len(landed)
