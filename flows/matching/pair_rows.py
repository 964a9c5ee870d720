"""Verified pairs as rows of `pairs`."""

from __future__ import annotations

from collections.abc import Sequence

from dedupe.articles.decision.verify import Verdict
from flows.matching.copy_history import Cause, CopyHistory, MatchedArticle
from flows.matching.verifying import Judged
from warehouse.tables import SimilarPair


def pair_rows(cause: Cause, history: CopyHistory, found: Sequence[Judged]) -> list[SimilarPair]:
    """The verified pairs as rows, each in canonical order."""
    articles = history.articles({end for one, two, _ in found for end in (one, two)})
    rows = []
    for one, two, verdict in found:
        earlier, later = sorted((articles[one], articles[two]), key=MatchedArticle.order)
        rows.append(_row(cause, earlier, later, verdict))
    return rows


def _row(cause: Cause, earlier: MatchedArticle, later: MatchedArticle, verdict: Verdict) -> SimilarPair:
    return SimilarPair(
        article_id=later.article_id,
        revision=later.revision,
        other_id=earlier.article_id,
        other_revision=earlier.revision,
        kind=verdict.kind,
        similarity=verdict.similarity,
        resemblance=verdict.resemblance,
        reason=verdict.reason,
        found_at=cause.started_at,
        run_id=cause.run_id,
    )
