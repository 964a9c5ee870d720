"""Verified pairs as rows of `pairs`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dedupe.articles.decision.verify import Verdict
from flows.matching.copy_history import Cause, CopyHistory, MatchedArticle
from flows.matching.verifying import Judged
from warehouse.tables import SimilarPair


def pair_rows(
    cause: Cause, history: CopyHistory, found: Sequence[Judged], snapshot: int = 0
) -> list[SimilarPair]:
    """The verified pairs as rows, each in canonical order, found upon the snapshot of a number.

    What is said last of a pair counts, and the parts of a run may say different things of one: each says it
    as many microseconds after the start as there were snapshots.
    """
    found_at = cause.started_at + timedelta(microseconds=snapshot)
    articles = history.articles({end for one, two, _ in found for end in (one, two)})
    rows = []
    for one, two, verdict in found:
        earlier, later = sorted((articles[one], articles[two]), key=MatchedArticle.order)
        rows.append(_row(cause.run_id, found_at, earlier, later, verdict))
    return rows


def _row(
    run_id: str, found_at: datetime, earlier: MatchedArticle, later: MatchedArticle, verdict: Verdict
) -> SimilarPair:
    return SimilarPair(
        article_id=later.article_id,
        revision=later.revision,
        other_id=earlier.article_id,
        other_revision=earlier.revision,
        kind=verdict.kind,
        similarity=verdict.similarity,
        resemblance=verdict.resemblance,
        reason=verdict.reason,
        found_at=found_at,
        run_id=run_id,
    )
