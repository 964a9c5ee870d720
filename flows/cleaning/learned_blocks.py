"""What the warehouse knows of a site's blocks: the learned model and the landed stories, read by SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from dedupe.blocks import Passage, SiteModel
from spiders.extraction.model import APART
from spiders.identity.urls import site_of
from warehouse.tables import Article, RemovedBlock, from_arrow

FORGET_DAYS = 90
"""What is cut from new pages was seen this long, or less, before the site's latest story.

Landed articles are older than that, and so are the promos under them: for them every vote counts.
"""

PARTNERS = 4
"""Landed stories that one document is compared with: those that share the most telling blocks."""

STORIES_BACK = 5_000
"""Landed stories of a site that are looked through when a block has been learned, newest first."""

_MODEL = f"""
WITH latest AS (SELECT site, max(epoch(last_seen_at)) AS at FROM landed.blocks GROUP BY site)
SELECT blocks.site, blocks.fingerprint, sum(blocks.stories)::BIGINT AS stories
FROM landed.blocks AS blocks JOIN latest ON blocks.site = latest.site
WHERE ($ever OR epoch(blocks.last_seen_at) >= latest.at - {FORGET_DAYS * 86_400})
  AND (blocks.site, blocks.fingerprint) IN (SELECT (site, fingerprint) FROM asked)
GROUP BY ALL
"""

RECLEAN_DAYS = 30
"""Landed articles this old, or less, are looked through when a block has been learned: a promo that runs now
stands under what landed since it began. The texts of all months would be read in every run otherwise, for
files are sorted by day and every day holds every site. `copydesk reclean` looks at all.
"""

_PARTNERS = f"""
WITH carriers AS (
    SELECT site, fingerprint, article_id, sum(stories) OVER (PARTITION BY site, fingerprint) AS stories
    FROM landed.blocks WHERE (site, fingerprint) IN (SELECT (site, fingerprint) FROM asked)
)
SELECT DISTINCT asked.site, carriers.article_id
FROM asked JOIN carriers ON asked.site = carriers.site AND asked.fingerprint = carriers.fingerprint
WHERE asked.fingerprint <> 0
GROUP BY asked.site, asked.document, carriers.article_id
QUALIFY row_number() OVER (
    PARTITION BY asked.document ORDER BY sum(1 / carriers.stories) DESC, carriers.article_id
) <= {PARTNERS}
"""

_LATEST = "QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC, extraction DESC) = 1"

_OF_SITES = f"""
WITH latest AS (
    SELECT domain, article_id, text_key, landed_at FROM landed.articles SEMI JOIN asked USING (domain)
    WHERE landed_date >= $since::TIMESTAMPTZ::DATE {_LATEST}
),
chosen AS (
    SELECT text_key FROM latest
    QUALIFY row_number() OVER (PARTITION BY domain ORDER BY landed_at DESC, article_id) <= {STORIES_BACK}
)
SELECT * FROM landed.articles SEMI JOIN chosen USING (text_key) WHERE landed_date >= $since::TIMESTAMPTZ::DATE
"""

PART = 1_000
"""Landed articles whose records are held at a time."""

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)

_REMOVED = """
SELECT removed.* FROM landed.removed_blocks AS removed JOIN asked
ON removed.article_id = asked.article_id AND removed.revision = asked.revision
AND removed.extraction = asked.extraction
"""


_BLOCKS = """
SELECT
    blocks.fingerprint, sum(blocks.stories)::BIGINT AS stories, sum(blocks.tail)::BIGINT,
    sum(blocks.head)::BIGINT, arg_max(blocks.sample, blocks.last_seen_at), any_value(articles.url)
FROM landed.blocks AS blocks LEFT JOIN landed.articles AS articles
ON blocks.article_id = articles.article_id AND articles.revision = 1 AND articles.extraction = 1
WHERE blocks.site = $1 AND blocks.fingerprint <> 0
GROUP BY blocks.fingerprint
HAVING sum(blocks.stories) >= 2
ORDER BY stories DESC, blocks.fingerprint
"""


@dataclass(frozen=True)
class LearnedBlock:
    """A block that two stories of a site or more carried, with the address of one of them."""

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
        return tuple(Passage(text, kind, apart=kind in APART) for kind, text in found)


class LearnedBlocks:
    """Answers of one snapshot."""

    def __init__(self, database: duckdb.DuckDBPyConnection):
        self._database = database

    def models(self, marks: Mapping[str, Iterable[int]], *, ever: bool = False) -> dict[str, SiteModel]:
        """The model of each site, as far as it concerns the fingerprints asked for.

        Of blocks seen lately, for new pages; of blocks `ever` seen, for landed ones.
        """
        rows = [(site, mark) for site, asked in marks.items() for mark in {0, *asked}]
        _ask(
            self._database,
            site=[row[0] for row in rows],
            fingerprint=pa.array([row[1] for row in rows], pa.uint64()),
        )
        carried: dict[str, dict[int, int]] = defaultdict(dict)
        for site, mark, stories in self._database.execute(_MODEL, {"ever": ever}).fetchall():
            carried[site][mark] = stories
        return {site: SiteModel(carried[site].pop(0, 0), carried[site]) for site in marks}

    def partners(self, documents: Mapping[str, Sequence[Collection[int]]]) -> dict[str, set[str]]:
        """Keys of each site's landed articles that share blocks with its documents, given by fingerprints."""
        rows = [
            (site, number, mark)
            for site, of_site in documents.items()
            for number, marks in enumerate(of_site)
            for mark in set(marks)
        ]
        marks = pa.array([mark for *_, mark in rows], pa.uint64())
        _ask(
            self._database,
            site=[site for site, *_ in rows],
            document=[number for _, number, _ in rows],
            fingerprint=marks,
        )
        found: dict[str, set[str]] = {site: set() for site in documents}
        for site, article_id in self._database.execute(_PARTNERS).fetchall():
            found[site].add(article_id)
        return found

    def landed(self, article_ids: Collection[str]) -> list[LandedArticle]:
        """The latest rows of landed articles, by key."""
        _ask(self._database, article_id=sorted(article_ids))
        query = (
            f"SELECT * FROM landed.articles SEMI JOIN asked USING (article_id) {_LATEST} ORDER BY article_id"
        )
        return self._with_removed(from_arrow(self._database.execute(query).to_arrow_table(), Article))

    def of_site(self, site: str) -> list[LandedArticle]:
        """The latest rows of a site's landed articles, newest first, at most STORIES_BACK of each domain."""
        found = [landed for part in self.of_sites([site], _BEGINNING) for landed in part]
        return sorted(
            found, key=lambda landed: (-landed.article.landed_at.timestamp(), landed.article.article_id)
        )

    def of_sites(self, sites: Collection[str], since: datetime) -> Iterator[list[LandedArticle]]:
        """The latest rows of articles of some sites that landed since a day, in parts, in no order.

        The newest STORIES_BACK of each domain.
        """
        reading = self._database.cursor()
        domains = reading.execute("SELECT DISTINCT domain FROM landed.articles").fetchall()
        _ask(reading, domain=[domain for (domain,) in domains if site_of(f"https://{domain}/") in sites])
        rows: pa.RecordBatchReader = reading.execute(_OF_SITES, {"since": since}).to_arrow_reader(PART)
        for part in rows:
            yield self._with_removed(from_arrow(pa.Table.from_batches([part]), Article))

    def sites_of(self, source: str) -> list[str]:
        """The sites of a source's landed articles."""
        query = "SELECT DISTINCT domain FROM landed.articles WHERE source = $1"
        domains = self._database.execute(query, [source]).fetchall()
        return sorted({site_of(f"https://{domain}/") for (domain,) in domains})

    def blocks_of(self, site: str) -> tuple[SiteModel, list[LearnedBlock]]:
        """The model of a site and its repeated blocks, most frequent first."""
        blocks = [LearnedBlock(*row) for row in self._database.execute(_BLOCKS, [site]).fetchall()]
        return self.models({site: {block.fingerprint for block in blocks}})[site], blocks

    def _with_removed(self, articles: list[Article]) -> list[LandedArticle]:
        _ask(
            self._database,
            article_id=[article.article_id for article in articles],
            revision=[article.revision for article in articles],
            extraction=[article.extraction for article in articles],
        )
        removed: dict[str, list[RemovedBlock]] = defaultdict(list)
        for block in from_arrow(self._database.execute(_REMOVED).to_arrow_table(), RemovedBlock):
            removed[block.article_id].append(block)
        return [LandedArticle(article, tuple(removed[article.article_id])) for article in articles]


def _ask(database: duckdb.DuckDBPyConnection, **columns: Sequence[object] | pa.Array) -> None:
    """Put what is asked for into the table `asked` (a copy: filters on Arrow's own break on uint64)."""
    given = pa.table({name: _typed(values) for name, values in columns.items()})
    database.register("given", given)
    database.execute("CREATE OR REPLACE TEMP TABLE asked AS SELECT * FROM given")
    database.unregister("given")


def _typed(values: Sequence[object] | pa.Array) -> pa.Array:
    if isinstance(values, pa.Array):
        return values
    return pa.array(values, pa.int64() if values and isinstance(values[0], int) else pa.string())
