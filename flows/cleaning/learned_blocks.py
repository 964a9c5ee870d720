"""What the warehouse knows of a site's blocks: the learned model and the landed stories, read by SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from dedupe.blocks import FEWEST, MOST, Passage, SiteModel
from spiders.extraction.model import ASIDE_KINDS
from spiders.identity.urls import site_of
from warehouse.derived.vote_index import VoteIndex
from warehouse.query.landed_keys import ArticleKeys
from warehouse.query.landed_since import landed_since
from warehouse.query.sought_articles import execute_on_articles, view_files, view_landed_about
from warehouse.query.temporary_tables import fill_table
from warehouse.sql import execute
from warehouse.tables import Article, RemovedBlock
from warehouse.tables.arrow import from_arrow
from warehouse.values import ArticleFlag

FORGET_DAYS = 90
"""What is cut from new pages was seen this long, or less, before the site's latest story.

Landed articles are older than that, and so are the promos under them: for them every vote counts.
"""

PARTNERS = 4
"""Landed stories that one document is compared with: those that share the most distinctive blocks."""

STORIES_BACK = 5_000
"""Landed stories of a site that are looked through when a block has been learned, newest first."""


RECLEAN_DAYS = 30
"""Landed articles this old, or less, are looked through when a block has been learned: a promo that runs now
stands under what landed since it began. Of them only those of runs that counted the block, which are few,
since a block has at most ten votes when it is learned; all texts of a site are thousands.
An article whose story had voted before the block was added to it is found with others of its run only.
`copydesk reclean` looks at all.
"""


PART = 1_000
"""Landed articles whose records are held at a time."""


@dataclass(frozen=True)
class LearnedBlock:
    """A block that two stories of a site or more carried, with the URL of one of them."""

    fingerprint: int
    stories: int
    tail: int
    head: int
    sample: str
    url: str | None


@dataclass(frozen=True)
class LandedArticle:
    """The latest row of a landed article with the blocks that were cut from it."""

    article: Article
    removed: tuple[RemovedBlock, ...]

    def uncut(self) -> tuple[Passage, ...]:
        """Every block as the page had them."""
        cut = {block.position: (block.block_kind, block.text) for block in self.removed}
        kept = iter([(block.kind, block.text) for block in self.article.blocks])
        count = len(cut) + len(self.article.blocks)
        found = (cut[index] if index in cut else next(kept) for index in range(count))
        return tuple(Passage(text, kind, is_aside=kind in ASIDE_KINDS) for kind, text in found)


@dataclass(frozen=True)
class DoubtfulCut:
    """A block that was cut from a landed article, None where the article was left whole."""

    article_id: str
    fingerprint: int | None


class LearnedBlocks:
    """What one snapshot knows; with an index of its votes and the keys of its articles both are found at
    once."""

    def __init__(
        self,
        database: duckdb.DuckDBPyConnection,
        index: VoteIndex | None = None,
        keys: ArticleKeys | None = None,
    ):
        self._database = database
        self._index = index
        self._keys = keys

    def models(
        self, fingerprints: Mapping[str, Iterable[int]], *, ever: bool = False
    ) -> dict[str, SiteModel]:
        """The model of each site, as far as it concerns the wanted fingerprints.

        Of blocks seen lately, for new pages; of blocks `ever` seen, for landed ones.
        """
        rows = [(site, fingerprint) for site, wanted in fingerprints.items() for fingerprint in {0, *wanted}]
        carried: dict[str, dict[int, int]] = defaultdict(dict)
        for (site, fingerprint), stories in self._stories(
            rows, None if ever else FORGET_DAYS * 86_400
        ).items():
            carried[site][fingerprint] = stories
        return {site: SiteModel(max(0, carried[site].pop(0, 0)), carried[site]) for site in fingerprints}

    def partners(self, documents: Mapping[str, Sequence[Collection[int]]]) -> dict[str, set[str]]:
        """Keys of each site's landed articles that share blocks with its documents, given by fingerprints."""
        rows = [
            (site, number, fingerprint)
            for site, of_site in documents.items()
            for number, fingerprints in enumerate(of_site)
            for fingerprint in set(fingerprints)
        ]
        fingerprints = pa.array([fingerprint for *_, fingerprint in rows], pa.uint64())
        _want(
            self._database,
            site=[site for site, *_ in rows],
            document=[number for _, number, _ in rows],
            fingerprint=fingerprints,
        )
        self._find_votes({(site, fingerprint) for site, _, fingerprint in rows})
        found: dict[str, set[str]] = {site: set() for site in documents}
        for site, article_id in self._rows("partners", partners=PARTNERS):
            found[site].add(article_id)
        return found

    def landed(self, article_ids: Collection[str]) -> list[LandedArticle]:
        """The latest rows of landed articles, by key."""
        return self._articles("cleaning/latest_texts", article_ids)

    def revisions(self, article_ids: Collection[str]) -> list[LandedArticle]:
        """Every revision of some landed articles as it was last extracted, an article's in order."""
        return self._articles("cleaning/latest_revisions", article_ids)

    def _articles(self, statement: str, article_ids: Collection[str]) -> list[LandedArticle]:
        found = execute_on_articles(self._database, statement, article_ids, self._keys)
        return self._with_removed(from_arrow(found.to_arrow_table(), Article))

    def articles_of(self, site: str) -> list[str]:
        """The keys of a site's landed articles, as they landed: those that are read together stand together.

        By key they would not: at three million articles each thousand of a site took a reading of all texts.
        """
        self._want_domains([site])
        return [article_id for (article_id,) in self._rows("articles_of_domains")]

    def count_of(self, sites: Collection[str]) -> int:
        """How many articles of some sites have landed."""
        self._want_domains(sites)
        ((count,),) = self._rows("count_articles")
        return int(count)

    def articles_of_young(self, sites: Collection[str]) -> dict[str, dict[str, int]]:
        """Of those of some sites of which no story is forgotten: the keys of all landed articles, with the
        number of their revisions."""
        stories = [(site, 0) for site in sites]
        _want_blocks(self._database, stories)
        self._find_votes(stories)
        young = dict(self._rows("young_sites", seconds=FORGET_DAYS * 86_400))
        if not young:
            return {}
        # Nothing lands before it was seen; of the rows of one file that are added up the latest is known.
        self._view_since("late_articles", "articles", min(young.values()) - timedelta(days=31))
        domains = _sites(domain for (domain,) in self._rows("late_domains"))
        _want(self._database, domain=[domain for domain, site in domains.items() if site in young])
        found: dict[str, dict[str, int]] = {}
        for domain, article_id, revisions in self._rows("late_articles_of_domains"):
            found.setdefault(domains[domain], {})[article_id] = revisions
        return found

    def beside_carriers(self, blocks: Mapping[str, Collection[int]], since: datetime) -> dict[str, list[str]]:
        """Keys of each site's articles that landed since a day in a run that counted one of some blocks,
        given by fingerprints, newest first: at most STORIES_BACK of each site.
        """
        pairs = [(site, fingerprint) for site, wanted in blocks.items() for fingerprint in wanted]
        _want_blocks(self._database, pairs)
        self._find_votes(pairs)
        carriers = [article_id for (article_id,) in self._rows("carriers")]
        execute_on_articles(self._database, "cleaning/voting_runs", carriers, self._keys, since=since)
        of_site: dict[str, list[str]] = {site: [] for site in blocks}
        self._view_since("late_articles", "articles", since)
        rows = self._rows("articles_of_runs")
        sites = _sites({domain for domain, _ in rows})
        for domain, article_id in rows:
            of_site.get(sites[domain], []).append(article_id)
        return {site: found[:STORIES_BACK] for site, found in of_site.items()}

    def cuts_by_few(self, since: datetime) -> dict[str, list[DoubtfulCut]]:
        """By site, of articles that landed since a day: what was cut for so few votes that a higher threshold
        may let it stand, and those that were left whole.
        """
        found: dict[str, list[DoubtfulCut]] = defaultdict(list)
        self._view_since("late_articles", "articles", since)
        self._view_since("late_removed", "removed_blocks", since)
        rows = self._rows("cuts_by_few", since=since, fewest=FEWEST, most=MOST, flag=ArticleFlag.KEPT_WHOLE)
        sites = _sites({domain for domain, *_ in rows})
        for domain, article_id, fingerprint in rows:
            found[sites[domain]].append(DoubtfulCut(article_id, fingerprint))
        return found

    def landed_in_parts(self, article_ids: Sequence[str]) -> Iterator[list[LandedArticle]]:
        """The latest rows of landed articles, PART of them at a time."""
        for first in range(0, len(article_ids), PART):
            yield self.landed(article_ids[first : first + PART])

    def sites_of(self, source: str) -> list[str]:
        """The sites of a source's landed articles."""
        return sorted({site_of(f"https://{domain}/") for domain in self._domains(source)})

    def blocks_of(self, site: str) -> tuple[SiteModel, list[LearnedBlock]]:
        """The model of a site and its repeated blocks, most frequent first."""
        counts = self._rows("repeated_blocks", site=site)
        marks = [fingerprint for fingerprint, *_ in counts]
        samples = {mark: rest for mark, *rest in self._rows("block_samples", site=site, fingerprints=marks)}
        articles = [article_id for _, article_id in samples.values()]
        urls = dict(self._rows("first_urls", articles=articles))
        blocks = [
            LearnedBlock(mark, stories, tail, head, samples[mark][0], urls.get(samples[mark][1]))
            for mark, stories, tail, head in counts
        ]
        return self.models({site: {block.fingerprint for block in blocks}})[site], blocks

    def _stories(self, wanted: Sequence[tuple[str, int]], seconds: int | None) -> dict[tuple[str, int], int]:
        """What `VoteIndex.stories` gives."""
        if self._index is not None:
            return self._index.stories(wanted, seconds)
        _want_blocks(self._database, wanted)
        self._find_votes(wanted)
        counts = self._rows("block_counts", ever=seconds is None, seconds=seconds or 0)
        return {(site, fingerprint): stories for site, fingerprint, stories in counts}

    def _find_votes(self, wanted: Collection[tuple[str, int]]) -> None:
        """Fill the table `votes` with those for the `wanted` blocks, which the table `wanted` names too."""
        if self._index is None:
            execute(self._database, "cleaning/votes")
        else:
            fill_table(self._database, "votes", self._index.votes(sorted(wanted)))

    def _with_removed(self, articles: list[Article]) -> list[LandedArticle]:
        _want(
            self._database,
            article_id=[article.article_id for article in articles],
            revision=[article.revision for article in articles],
            extraction=[article.extraction for article in articles],
        )
        removed: dict[str, list[RemovedBlock]] = defaultdict(list)
        snapshot = self._keys.snapshot if self._keys else None
        moments = {article.landed_at for article in articles}
        view_landed_about(self._database, "removed_about", "removed_blocks", snapshot, moments)
        blocks = execute(self._database, "cleaning/removed_blocks").to_arrow_table()
        for block in from_arrow(blocks, RemovedBlock):
            removed[block.article_id].append(block)
        return [LandedArticle(article, tuple(removed[article.article_id])) for article in articles]

    def _view_since(self, name: str, table: str, since: datetime) -> None:
        """Have a view be what landed since a day, or all where no snapshot is known."""
        snapshot = self._keys.snapshot if self._keys else None
        files = landed_since(snapshot, since).manifest.of(table) if snapshot else []
        view_files(self._database, name, table, snapshot, files)

    def _want_domains(self, sites: Collection[str]) -> None:
        """Fill the table `wanted` with the domains of some sites."""
        domains = _sites(self._domains(None))
        _want(self._database, domain=[domain for domain, site in domains.items() if site in sites])

    def _domains(self, source: str | None) -> list[str]:
        return [domain for (domain,) in self._rows("domains", source=source)]

    def _rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        return execute(self._database, f"cleaning/{name}", **parameters).fetchall()


def _sites(domains: Iterable[str]) -> dict[str, str]:
    """The site of each of some domains."""
    return {domain: site_of(f"https://{domain}/") for domain in domains}


def _want(database: duckdb.DuckDBPyConnection, **columns: Sequence[object] | pa.Array) -> None:
    """Fill the table `wanted` (a copy: filters on Arrow's own break on uint64)."""
    fill_table(database, "wanted", pa.table({name: _typed(values) for name, values in columns.items()}))


def _want_blocks(database: duckdb.DuckDBPyConnection, blocks: Sequence[tuple[str, int]]) -> None:
    fingerprints = pa.array([fingerprint for _, fingerprint in blocks], pa.uint64())
    _want(database, site=[site for site, _ in blocks], fingerprint=fingerprints)


def _typed(values: Sequence[object] | pa.Array) -> pa.Array:
    if isinstance(values, pa.Array):
        return values
    return pa.array(values, pa.int64() if values and isinstance(values[0], int) else pa.string())
