"""Match: which of a batch's articles copy one another or an article that landed within the window.

sign every article ► look its bands and sentences up in history and batch ► compare the true texts of each
candidate pair, and of each earlier pair of which a text changed ► cluster all articles that the pairs touch,
together with what earlier runs found.

Articles that turned out to be one, since a URL of one redirects to the other, are none that copy each other
(`flows.matching.former_keys`).

Landed articles that the batch re-cleaned are matched once more with it: while their promos were not known,
these drowned a short copy, or made one of two stories that end alike. So batches leave no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pyarrow as pa

from dedupe.articles.decision.verify import SAME_WORDS, Verdict
from flows.matching.band_lookup import shared_bands
from flows.matching.candidates import (
    landed_subjects,
    load_articles_around,
    near_candidates,
    repeated_texts,
    same_words,
    signed_again,
)
from flows.matching.copy_history import CopyHistory
from flows.matching.former_keys import former_keys, moved_rows
from flows.matching.landed_boilerplate import LandedBoilerplate
from flows.matching.memberships import memberships
from flows.matching.pair_rows import pair_rows
from flows.matching.recompare import recompare, reports_by_templates
from flows.matching.recounted import Recounted, recounted
from flows.matching.signing import Subject, article_keys, bands_of_others, sign_batch, sign_subjects
from flows.matching.uncompared_pairs import uncompared_pairs
from flows.matching.verifying import Verifier
from flows.runs.context import RunContext
from warehouse.query.connection import connect_landed
from warehouse.query.landed_keys import ArticleKeys
from warehouse.query.temporary_tables import fill_table
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Article, Duplicate, RemovedBlock, SimilarPair
from warehouse.tables.arrow import to_arrow
from warehouse.values import PairKind

TABLES_READ = ("duplicates", "pairs", "removed_blocks", "signatures")


@dataclass(frozen=True)
class Matched:
    """Rows to commit. `duplicates` may also move articles that landed earlier, `recounted` are those that
    earlier parts of the run counted."""

    duplicates: list[Duplicate]
    signatures: pa.Table
    bands: pa.Table
    pairs: pa.Table
    recounted: tuple[Recounted, ...] = ()

    def tables(self) -> dict[str, pa.Table]:
        """The rows by table."""
        return {
            "duplicates": to_arrow(self.duplicates, Duplicate),
            "signatures": self.signatures,
            "bands": self.bands,
            "pairs": self.pairs,
        }


def match(
    run: RunContext,
    articles: Sequence[Article],
    snapshot: Snapshot,
    recleaned: Sequence[Article] = (),
    moved: Sequence[Article] = (),
    removed: Sequence[RemovedBlock] = (),
) -> Matched:
    """Copies among `articles` (each with its final revision) and the history of `snapshot`.

    `recleaned` are articles of the history whose text is another since the batch, `moved` those that may have
    URLs of others since, and `removed` what was cut from any of them.
    """
    with (
        run.progress.stage("match", len(articles), "articles") as stage,
        connect_landed(snapshot, TABLES_READ) as database,
    ):
        since = run.started_at - timedelta(days=run.settings.longest_window)
        again = signed_again(database, recleaned, since)
        keys = ArticleKeys(run.data, snapshot)
        subjects = [*(_subject(run, article) for article in articles), *again]
        landed = LandedBoilerplate(
            *(snapshot.paths("bands"), since, article_keys(each.article_id for each in subjects)),
            partial(landed_subjects, database, since, CopyHistory(database, [], keys=keys).texts),
        )
        signed, boilerplate = sign_batch(subjects, landed.find)
        signed = signed.plus(sign_subjects(landed.outdated, boilerplate))
        fill_table(database, "new_signatures", _with_windows(run, signed.signatures))
        bands = bands_of_others(signed.bands, repeated_texts(database))
        load_articles_around(database, shared_bands(bands, snapshot.paths("bands"), since), since)
        gone = moved_rows(run, CopyHistory(database, [*moved, *articles], keys=keys), former_keys(moved))
        now = {row.article_id: row.cluster_id for row in gone}
        history = CopyHistory(database, [*articles, *recleaned], moved=now, keys=keys, removed=removed)
        exact = history.by_present_keys(same_words(database, since))
        candidates = history.by_present_keys(near_candidates(database, since))
        found = [(one, two, SAME_WORDS) for one, two in exact]
        verifier = Verifier(history.texts, boilerplate, history.linked_pairs)
        found += verifier.copies(candidates)
        changed = {article.article_id for article in articles if article.revision > 1}
        changed |= {article.article_id for article in recleaned}
        changed |= {subject.article_id for subject in landed.outdated}
        changed |= reports_by_templates(history, verifier)
        found += recompare(history, changed, found, verifier)
        found += verifier.copies(_uncompared(history, found, candidates))
        pairs = pair_rows(run, history, found, snapshot.number)
        duplicates = [*memberships(run, history, pairs, touched=now.values()), *gone]
        stage.advance(len(articles))
        return Matched(
            *(duplicates, signed.signatures, bands, to_arrow(pairs, SimilarPair)),
            recounted(run, history, duplicates),
        )


def _subject(run: RunContext, article: Article) -> Subject:
    now = round(run.started_at.timestamp() * 1e6)
    return Subject(article.article_id, article.revision, article.source, article.text, now)


def _with_windows(run: RunContext, signatures: pa.Table) -> pa.Table:
    """The rows without their minima, but with the days that each one's source looks back."""
    days = [run.settings.window_of(source) for source in signatures.column("source").to_pylist()]
    return signatures.drop_columns("minhash").append_column("days", pa.array(days, pa.int32()))


def _uncompared(
    history: CopyHistory, found: Sequence[tuple[str, str, Verdict]], candidates: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Pairs never compared, of all that hangs together with what was found."""
    links = [(one, two) for one, two, verdict in found if verdict.kind != PairKind.PARTED]
    parted = [(one, two) for one, two, verdict in found if verdict.kind == PairKind.PARTED]
    earlier = history.connected_pairs({end for one, two, _ in found for end in (one, two)})
    return uncompared_pairs([*links, *(link.ends for link in earlier)], [*candidates, *parted])
