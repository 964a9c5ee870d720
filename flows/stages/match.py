"""Match: which of a batch's articles copy one another or an article that landed within the window.

sign every article ► join its bands and sentences against history and batch in SQL ► compare the true texts
of each candidate pair ► cluster all articles that the pairs touch, together with what earlier runs found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pyarrow as pa

from dedupe.articles.compare import Text, compare, prepare
from dedupe.articles.verify import Verdict, verify
from flows.context import RunContext
from flows.matching.candidates import find_candidates
from flows.matching.history import History, Side
from flows.matching.membership import memberships
from flows.matching.signing import sign_articles
from warehouse.reader import connect
from warehouse.snapshots import Snapshot
from warehouse.tables import Article, Duplicate, SimilarPair, to_arrow


@dataclass(frozen=True)
class Matched:
    """Rows to commit. `duplicates` may also move articles that landed earlier."""

    duplicates: list[Duplicate]
    signatures: pa.Table
    bands: pa.Table
    pairs: pa.Table


def match(run: RunContext, articles: Sequence[Article], snapshot: Snapshot | None) -> Matched:
    """Copies among `articles` (each with its final revision) and the history of `snapshot`."""
    with (
        run.progress.stage("match", total=len(articles), unit="articles") as stage,
        connect(snapshot) as database,
    ):
        signed = sign_articles(articles, run.started_at, stage)
        since = run.started_at - timedelta(days=run.settings.window_days)
        history = History(database, articles)
        candidates = find_candidates(database, signed, since)
        pairs = _verified(run, candidates, history)
        return Matched(
            memberships(run, history, pairs), signed.signatures, signed.bands, to_arrow(pairs, SimilarPair)
        )


def _verified(run: RunContext, candidates: Sequence[tuple[str, str]], history: History) -> list[SimilarPair]:
    """The candidates that are copies, each pair in canonical order."""
    sides = history.sides({article_id for pair in candidates for article_id in pair}, with_text=True)
    texts: dict[str, Text] = {}
    pairs = []
    for one, two in candidates:
        if one not in sides or two not in sides:
            continue
        earlier, later = sorted((sides[one], sides[two]), key=Side.order)
        verdict = _verdict(earlier, later, texts)
        if verdict is not None:
            pairs.append(_pair(run, earlier, later, verdict))
    return pairs


def _verdict(earlier: Side, later: Side, texts: dict[str, Text]) -> Verdict | None:
    for side in (earlier, later):
        if side.article_id not in texts:
            texts[side.article_id] = prepare(side.text)
    return verify(compare(texts[earlier.article_id], texts[later.article_id]))


def _pair(run: RunContext, earlier: Side, later: Side, verdict: Verdict) -> SimilarPair:
    return SimilarPair(
        article_id=later.article_id,
        revision=later.revision,
        other_id=earlier.article_id,
        other_revision=earlier.revision,
        kind=verdict.kind,
        similarity=verdict.similarity,
        resemblance=verdict.resemblance,
        reason=verdict.reason,
        found_at=run.started_at,
        run_id=run.run_id,
    )
