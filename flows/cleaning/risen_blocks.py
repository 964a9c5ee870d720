"""What a batch teaches of a site is cut from what has landed: a bounded number of articles a part of a run.

Observed: a block is learned by a few votes, each cast by one run, so that it mostly stands in a handful of
landed articles. But one import may teach hundreds of sites something at once, and every article that this
changes is written, signed and compared again, within one commit.

The rule: a part re-cleans MOST_RECLEANED articles at most, and the next parts, of this run or a later one,
those that wait. Which blocks these hold is in the lake: as long as the latest parts re-cleaned as many as
they may, what rose by the votes of their runs is looked up again. Where nothing waits, that costs one look
at `runs`.

A site's threshold rises eight times while it has less than a hundred stories. What was its own by two votes
among four is a story's by then, and a text of which all was taken for the site's was left whole. Then those
of its articles are looked at from which a block of few votes was cut, and those that were left whole.

Exceptions: what waits is cut by the model of the day when its turn comes, so that a block that has fallen
since stays. A run that has nothing to land re-cleans nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from dedupe.blocks import Observed, PageBlocks, SiteModel
from flows.cleaning.learned_blocks import RECLEAN_DAYS, LandedArticle, LearnedBlocks
from flows.cleaning.reclean import fingerprints_of, landed_document, reclean_article
from flows.runs.context import RunContext
from spiders.identity.urls import site_of
from warehouse.sql import execute
from warehouse.tables import Article, RemovedBlock

MOST_RECLEANED = 1_500
"""Landed articles that one part of a run re-cleans: as many as it may have pages."""

STORIES = 0
"""The fingerprint of the rows that count a site's stories, which each batch of the site has."""

Risen = dict[str, set[int]]
"""Blocks whose standing rose, by site; STORIES among them where others may have fallen."""


@dataclass(frozen=True)
class WaitingBlocks:
    """The blocks that rose in runs that re-cleaned as much as they may, and when the first of these began."""

    risen: Risen
    since: datetime | None = None


class Recleaning:
    """The landed articles that one part of a run re-cleans, and the number of those that it leaves."""

    def __init__(self, run: RunContext, learned: LearnedBlocks, waiting: WaitingBlocks) -> None:
        self._run = run
        self._learned = learned
        self._waiting = dict(waiting.risen)
        self._since = min(run.started_at, waiting.since or run.started_at) - timedelta(days=RECLEAN_DAYS)
        self.articles: list[Article] = []
        self.removed: list[RemovedBlock] = []
        self.waiting = 0

    def of_batch(self, models: Mapping[str, SiteModel], observed: Mapping[str, Observed]) -> None:
        """Re-clean the landed articles that hold a block whose standing rose in some sites of the batch."""
        known = {site: some for site, some in observed.items() if models[site].stories}
        risen = {
            site: _risen(models[site], some.model, (block.fingerprint for block in some.blocks))
            | self._waiting.pop(site, set())
            for site, some in known.items()
        }
        self._reclean({site: blocks for site, blocks in risen.items() if blocks}, known)

    def of_site(
        self, site: str, landed: Iterable[tuple[LandedArticle, PageBlocks]], model: SiteModel
    ) -> None:
        """Re-clean all landed articles of a site that was recounted."""
        self._waiting.pop(site, None)
        for one, document in landed:
            self._reclean_one(one, document, model)

    def of_other_sites(self) -> None:
        """Re-clean what waits in sites of which the batch has nothing."""
        risen, self._waiting = self._waiting, {}
        self._reclean(risen, {})

    def _reclean(self, risen: Risen, observed: Mapping[str, Observed]) -> None:
        for part in self._holders(risen, observed):
            documents: dict[str, list[PageBlocks]] = defaultdict(list)
            for site, _, document in part:
                documents[site].append(document)
            models = self._models({site: fingerprints_of(own) for site, own in documents.items()}, observed)
            for site, landed, document in part:
                self._reclean_one(landed, document, models[site])

    def _models(
        self, wanted: Mapping[str, set[int]], observed: Mapping[str, Observed]
    ) -> dict[str, SiteModel]:
        """The models of some sites, what the batch adds to them included."""
        votes = self._learned.models(wanted, ever=True)
        return {site: _with(votes[site], observed.get(site)) for site in wanted}

    def _reclean_one(self, landed: LandedArticle, document: PageBlocks, model: SiteModel) -> None:
        again = reclean_article(self._run, landed, document, model)
        if again is None:
            return
        if len(self.articles) == MOST_RECLEANED:
            self.waiting += 1
            return
        self.articles.append(again.article)
        self.removed.extend(again.removed)

    def _holders(
        self, risen: Risen, observed: Mapping[str, Observed]
    ) -> Iterator[list[tuple[str, LandedArticle, PageBlocks]]]:
        """The landed articles that hold a block whose standing rose, or whose cuts are in doubt, in parts,
        each with its site."""
        blocks = {site: own - {STORIES} for site, own in risen.items() if own - {STORIES}}
        beside = self._learned.beside_carriers(blocks, self._since) if blocks else {}
        fallen = self._with_cuts_in_doubt([site for site in risen if STORIES in risen[site]], observed)
        wanted = dict.fromkeys([*(key for keys in beside.values() for key in keys), *fallen])
        for part in self._learned.landed_in_parts(list(wanted)):
            found = [(site_of(one.article.canonical_url), one, landed_document(one)) for one in part]
            yield [
                (site, one, document)
                for site, one, document in found
                if one.article.article_id in fallen
                or not risen.get(site, set()).isdisjoint(document.counted_fingerprints)
            ]

    def _with_cuts_in_doubt(self, sites: Sequence[str], observed: Mapping[str, Observed]) -> set[str]:
        """Keys of landed articles of sites whose threshold rose: those from which a block was cut that has no
        more votes than it, and those that were left whole. No other is cut otherwise under a higher one."""
        if not sites:
            return set()
        cuts = self._learned.cuts_by_few(self._since)
        wanted = {
            site: {cut.fingerprint for cut in cuts.get(site, ()) if cut.fingerprint is not None}
            for site in sites
        }
        models = self._models(wanted, observed)
        return {
            cut.article_id
            for site in sites
            for cut in cuts.get(site, ())
            if cut.fingerprint is None or _is_in_doubt(cut.fingerprint, models[site])
        }


def _is_in_doubt(block: int, model: SiteModel) -> bool:
    """Whether a block may no longer be cut for its votes alone, wherever it stands."""
    return model.votes(block) <= model.needed


def waiting_blocks(database: duckdb.DuckDBPyConnection, learned: LearnedBlocks) -> WaitingBlocks:
    """What the latest parts of runs may have left, of a database over `runs` and `blocks`."""
    runs = execute(database, "cleaning/full_runs", most=MOST_RECLEANED).fetchall()
    if not runs:
        return WaitingBlocks({})
    counted: dict[str, dict[int, int]] = defaultdict(dict)
    votes = execute(database, "cleaning/votes_of_runs", runs=[run_id for run_id, _ in runs])
    for site, fingerprint, stories in votes.fetchall():
        counted[site][fingerprint] = stories
    now = learned.models(counted)
    risen = {site: _risen_by(now[site], own) for site, own in counted.items()}
    since = min(started_at for _, started_at in runs)
    return WaitingBlocks({site: blocks for site, blocks in risen.items() if blocks}, since)


def _risen_by(now: SiteModel, votes: Mapping[int, int]) -> set[int]:
    """The blocks whose standing is higher than it was without some of the votes."""
    before = SiteModel(
        now.stories - votes.get(STORIES, 0),
        {block: now.votes(block) - count for block, count in votes.items()},
    )
    return _risen(before, now, votes)


def _risen(before: SiteModel, after: SiteModel, blocks: Iterable[int]) -> set[int]:
    """Which of some blocks may be cut now, and STORIES where others may be cut no more."""
    risen = {block for block in blocks if block != STORIES and _rose(block, before, after)}
    return risen | {STORIES} if after.needed > before.needed else risen


def _rose(fingerprint: int, before: SiteModel, after: SiteModel) -> bool:
    standing = after.standing(fingerprint)
    if standing is None:
        return False
    earlier = before.standing(fingerprint)
    return earlier is None or standing > earlier


def _with(model: SiteModel, observed: Observed | None) -> SiteModel:
    """The model with what the batch adds to it."""
    return model.plus(observed.stories, _votes(observed)) if observed else model


def _votes(observed: Observed) -> Iterable[tuple[int, int]]:
    return ((block.fingerprint, block.stories) for block in observed.blocks)
